import { afterEach, describe, expect, it } from 'vitest';
import {
  ceilDiv, decimalText, floorDiv, format, formatBasisPoints, formatCompact, formatMoney, formatPercent, formatSteps, gridOf, MINUS, parseDecimal, parseDecimalDown, roundDiv, setGrouping,
  snap, stepsOf, stepsText, subGrid, THIN,
} from '.';

afterEach(() => setGrouping(','));

describe('divisions', () => {
  it('go the way their names say, below zero as well', () => {
    expect([floorDiv(7n, 2n), floorDiv(-7n, 2n), floorDiv(-8n, 2n)]).toEqual([3n, -4n, -4n]);
    expect([ceilDiv(7n, 2n), ceilDiv(-7n, 2n), ceilDiv(8n, 2n)]).toEqual([4n, -3n, 4n]);
    expect([roundDiv(5n, 2n), roundDiv(-5n, 2n), roundDiv(7n, 3n), roundDiv(-7n, 3n)]).toEqual([3n, -3n, 2n, -2n]);
  });
});

describe('decimal strings', () => {
  it('are read exactly, however they are padded', () => {
    for (const text of ['1.5', '1.50', '01.5', '1.500000']) expect(parseDecimal(text, 6)).toBe(1_500_000n);
    expect(parseDecimal('-0.000001', 6)).toBe(-1n);
    expect(parseDecimal('9007199254740993.1', 1)).toBe(90071992547409931n);
  });

  it('are refused when they are not plain, or too fine', () => {
    for (const text of ['', '.', '1.', '.5', '1e3', '+1', ' 1', '1,000', '--1', 'NaN']) expect(parseDecimal(text, 6)).toBeNull();
    expect(parseDecimal('0.15', 1)).toBeNull();
    expect(parseDecimalDown('0.19', 1)).toBe(1n);
    expect(parseDecimalDown('-0.11', 1)).toBe(-2n);
  });

  it('are written as the API writes them', () => {
    expect(decimalText(1_500_000n, 6)).toBe('1.5');
    expect(decimalText(-5n, 6)).toBe('-0.000005');
    expect(decimalText(60_000_000_000n, 6)).toBe('60000');
    expect(decimalText(100n, 0)).toBe('100');
  });
});

describe('a grid', () => {
  it('counts in steps that need not be powers of ten', () => {
    const half = gridOf('0.5');
    expect(stepsOf('60000.5', half)).toBe(120_001n);
    expect(stepsOf('60000.3', half)).toBeNull();
    expect(stepsText(120_001n, half)).toBe('60000.5');
    expect(formatSteps(120_000n, half)).toBe('60,000.0');
    expect(gridOf('10')).toEqual({ step: 10n, decimals: 0 });
    expect(gridOf('0.10')).toEqual(gridOf('0.1'));
    expect(() => gridOf('0')).toThrow(RangeError);
  });

  it('snaps to the side that is asked for and says that it did', () => {
    const tick = gridOf('0.1');
    expect(snap('60000.19', tick, 'down')).toEqual({ steps: 600_001n, isOff: true });
    expect(snap('60000.11', tick, 'up')).toEqual({ steps: 600_002n, isOff: true });
    expect(snap('60000.1', tick, 'up')).toEqual({ steps: 600_001n, isOff: false });
    expect(snap('60000.123', subGrid(tick), 'down')).toEqual({ steps: 600_001_230n, isOff: false });
    expect(snap('sixty', tick, 'down')).toBeNull();
  });
});

describe('for people', () => {
  it('numbers are grouped and keep their zeros', () => {
    expect(format(633_500n, 1)).toBe('63,350.0');
    expect(format(1_234_567n, 0)).toBe('1,234,567');
    expect(format(999n, 0)).toBe('999');
  });

  it('minus is a true minus and zero has no sign, also when it became zero by rounding', () => {
    expect(formatMoney(-61_960_000n)).toBe(`${MINUS}61.96`);
    expect(formatMoney(61_960_000n, { sign: true })).toBe('+61.96');
    expect(formatMoney(0n, { sign: true })).toBe('0.00');
    expect(formatMoney(9_999n, { sign: true })).toBe('0.00');
    expect(format(-4n, 1, { digits: 0 })).toBe('0');
  });

  it('what one has rounds down, what one pays rounds up', () => {
    expect(formatMoney(1_239_999n)).toBe('1.23');
    expect(formatMoney(-1_231_000n)).toBe(`${MINUS}1.24`);
    expect(formatMoney(1_230_001n, { rounding: 'up' })).toBe('1.24');
  });

  it('shares and rates', () => {
    expect(formatPercent(277_000_000n, { digits: 1 })).toBe(`27.7${THIN}%`);
    expect(formatPercent(12_500n, { digits: 5, sign: true })).toBe(`+0.00125${THIN}%`);
    expect(formatBasisPoints(450_000n)).toBe('4.5 bp');
  });

  it('large amounts are short', () => {
    expect(formatCompact(1_284_000_000_000_000n, 6)).toBe('1.28B');
    expect(formatCompact(412_600_000_000_000n, 6)).toBe('412.60M');
    expect(formatCompact(684_000_000_000n, 6)).toBe('684.00K');
    expect(formatCompact(9_999_000_000n, 6)).toBe('9,999');
    expect(formatCompact(1_500_000n, 6)).toBe('1.50');
  });

  it('grouping is the reader\u2019s choice, and a point between thousands makes a decimal comma', () => {
    setGrouping('.');
    expect(format(633_505n, 1)).toBe('63.350,5');
    setGrouping('');
    expect(format(633_505n, 1)).toBe('63350.5');
  });
});
