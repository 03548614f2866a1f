import { decimalSign, format, groupingSign } from './format';

/** Thousands, each group behind the same sign. */
const groups = /^[1-9]\d{0,2}(?:([.,\s])\d{3})(?:\1\d{3})*$/;

/**
 * A number as people type or paste it, spelled as the API takes it; null when it is none, or when it is not plain what its signs mean.
 * Signs mean what the chosen grouping makes of them. A sign that is dropped wrongly makes the number ten times as large, so nothing is dropped but what stands between whole thousands.
 */
export function readNumber(typed: string): string | null {
  const text = typed.trim();
  // No thousands begin with a nought: the sign behind it can only be the decimal one.
  if (/^0[.,]\d+$/.test(text)) return text.replace(',', '.');
  const [whole = '', fraction, ...more] = text.split(decimalSign());
  const digits = withoutGroups(whole);
  if (digits === null || more.length > 0) return null;
  if (fraction === undefined) return digits;
  return /^\d+$/.test(fraction) ? `${digits}.${fraction}` : null;
}

function withoutGroups(whole: string): string | null {
  if (/^\d+$/.test(whole)) return whole;
  const sign = groups.exec(whole)?.[1];
  if (sign === undefined || (sign !== groupingSign() && /[.,]/.test(sign))) return null;
  return whole.replaceAll(sign, '');
}

/** Whether what was typed is only digits and signs, and still no number. */
export const isUnclear = (typed: string): boolean => /^[\d.,\s]*\d[\d.,\s]*$/.test(typed) && readNumber(typed) === null;

/** How the terminal itself writes a number into a field: as the API spells it, with the chosen decimal sign and without groups. */
export const fieldText = (text: string): string => text.replace('.', decimalSign());

/** A number that shows both signs. */
export const exampleNumber = (): string => format(12_345n, 1);
