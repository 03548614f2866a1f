import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate';

const number = (formula: string): bigint | null => {
  const value = evaluate(formula);
  return value?.kind === 'number' ? value.value : null;
};
const test = (formula: string): boolean | null => {
  const value = evaluate(formula);
  return value?.kind === 'test' ? value.holds : null;
};

describe('a formula of a receipt', () => {
  it('is worked out exactly', () => {
    expect(number('6000000000 + 0 + (floor(100000 × 542500000 × 1 / 1000) − 60000000000)')).toBe(250_000_000n);
    expect(number('ceil(33333 × 600123000 × 1 × 12500 / (1000 × 1000000000))')).toBe(250_049n);
    expect(number('ceil(-20000 × 600123000 × 1 × 12500 / (1000 × 1000000000))')).toBe(-150_030n);
    expect(number('trunc(−7 / 2)')).toBe(-3n);
    expect(number('floor(−7 / 2)')).toBe(-4n);
    expect(number('8 / −2')).toBe(-4n);
    expect(number('2 + 3 × 4 − 1')).toBe(13n);
    expect(number('|−5 + 2|')).toBe(3n);
    expect(number('min(3, 2, 5)')).toBe(2n);
  });

  it('clamps between bounds and around nothing', () => {
    expect(number('clamp(350000 + clamp(100000 − 350000, ±500000), ±40000000)')).toBe(100_000n);
    expect(number('clamp(2000000 + clamp(100000 − 2000000, ±500000), ±40000000)')).toBe(1_500_000n);
    expect(number('clamp(7, 1, 5)')).toBe(5n);
  });

  it('knows the rules it is given', () => {
    expect(evaluate('margin(54250000000) + 1', { margin: (n) => n / 200n })).toEqual({ kind: 'number', value: 271_250_001n });
  });

  it('may be a test, also of three', () => {
    expect(test('250000000 < 292500000')).toBe(true);
    expect(test('4 × 250 < 5 × 200')).toBe(false);
    expect(test('5 ≤ 7 ≤ |−7|')).toBe(true);
    expect(test('0 = 0')).toBe(true);
  });

  it('that is words, or not whole, or broken, is nothing', () => {
    for (const formula of ['the bankruptcy price', 'margin(54250000000)', '1 / 3', '1 / 0', '(1', '1 +', '', '1 2', 'floor()', 'constructor(1)', 'Σ ceil(1)']) expect(evaluate(formula), formula).toBeNull();
  });
});
