import { floorDiv } from './rounding';

/** What the API takes for a number: digits, perhaps a point and digits, perhaps a minus in front. No exponent, no plus, no spaces. */
const shape = /^-?\d+(\.\d+)?$/;

/** A decimal string as a count of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ, exactly; null when it is none, or finer than that. */
export function parseDecimal(text: string, decimals: number): bigint | null {
  if (!shape.test(text)) return null;
  const isNegative = text.startsWith('-');
  const [whole = '', fraction = ''] = (isNegative ? text.slice(1) : text).split('.');
  if (/[1-9]/.test(fraction.slice(decimals))) return null;
  const count = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  return isNegative ? -count : count;
}

/** As parseDecimal, but what is finer is dropped towards minus infinity: for facts that came with more digits than are needed. */
export function parseDecimalDown(text: string, decimals: number): bigint | null {
  if (!shape.test(text)) return null;
  const digits = text.split('.')[1]?.length ?? 0;
  if (digits <= decimals) return parseDecimal(text, decimals);
  const fine = parseDecimal(text, digits);
  return fine === null ? null : floorDiv(fine, 10n ** BigInt(digits - decimals));
}

/** The shortest decimal string that is exactly this count of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ: how the API spells numbers. */
export function decimalText(count: bigint, decimals: number): string {
  const fixed = fixedText(count, decimals);
  return fixed.includes('.') ? fixed.replace(/0+$/, '').replace(/\.$/, '') : fixed;
}

/** All digits, none dropped, a plain minus, no grouping. */
export function fixedText(count: bigint, decimals: number): string {
  const isNegative = count < 0n;
  const digits = (isNegative ? -count : count).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(digits.length - decimals)}`;
  return isNegative ? `-${text}` : text;
}
