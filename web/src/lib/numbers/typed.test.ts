import { afterEach, describe, expect, it } from 'vitest';
import { decimalText, exampleNumber, fieldText, fixedText, format, type Grouping, isUnclear, readNumber, setGrouping } from '.';

const all: readonly Grouping[] = [',', '.', '\u202f', ''];

afterEach(() => setGrouping(','));

function readBy(grouping: Grouping, ...typed: string[]): (string | null)[] {
  setGrouping(grouping);
  return typed.map(readNumber);
}

describe('a number as it is typed', () => {
  it('is read by the chosen signs', () => {
    expect(readBy(',', '1234.5', '1,234.5', '1 234.5', '12,345,678', ' 60000 ')).toEqual(['1234.5', '1234.5', '1234.5', '12345678', '60000']);
    expect(readBy('.', '1234,5', '1.234,5', '0,1', '12.345.678', '54017,5')).toEqual(['1234.5', '1234.5', '0.1', '12345678', '54017.5']);
    expect(readBy('\u202f', '1\u202f234.5', '1234.5')).toEqual(['1234.5', '1234.5']);
  });

  it('has its decimal sign behind a nought, whichever it is', () => {
    for (const grouping of all) expect(readBy(grouping, '0,5', '0.5', '0.125', '0,125')).toEqual(['0.5', '0.5', '0.125', '0.125']);
  });

  it('is refused where a sign could be either, and never grows', () => {
    expect(readBy(',', '54017,5', '12,50', '1,23', '1,2345', '1234,567', '1,234,5', '01,234', '1.234.5', '1,234 567')).toEqual(Array(9).fill(null));
    expect(readBy('.', '54017.5', '12.50', '1.234.5')).toEqual([null, null, null]);
    expect(readBy('', '1,234', '12,5')).toEqual([null, null]);
    expect([isUnclear('12.50'), isUnclear('12,50'), isUnclear('x'), isUnclear('')]).toEqual([false, true, false, false]);
  });

  it('is none without digits on both sides', () => {
    for (const grouping of all) expect(readBy(grouping, '', '.', ',', '5.', '.5', '1e3', '-1', '+1', 'x')).toEqual(Array(9).fill(null));
  });
});

describe('what the terminal writes', () => {
  // Every count of digits, before and behind the sign.
  const counts = Array.from({ length: 400 }, (_, i) => (BigInt(i) * 7_919n + 1n) ** BigInt(1 + (i % 4)));

  it.each(all)('it reads back, grouped by "%s"', (grouping) => {
    setGrouping(grouping);
    for (const count of counts) {
      for (const decimals of [0, 1, 2, 3, 6]) {
        expect(readNumber(format(count, decimals))).toBe(fixedText(count, decimals));
        expect(readNumber(fieldText(decimalText(count, decimals)))).toBe(decimalText(count, decimals));
      }
    }
    expect(readNumber(exampleNumber())).toBe('1234.5');
  });
});
