import { decimalText, exampleNumber, isUnclear, parseDecimal, readNumber } from '@/lib/numbers';
import { sayUnclear } from '@/text/fields';
import { portfolioText } from '@/text/portfolio';

export type AmountRead = { readonly ok: true; readonly text: string; readonly count: bigint } | { readonly ok: false; readonly why: string };

/** An amount of an asset as typed, as the API takes it. */
export function readAmount(typed: string, decimals: number): AmountRead {
  if (isUnclear(typed)) return { ok: false, why: sayUnclear(exampleNumber()) };
  const plain = readNumber(typed) ?? '';
  const count = parseDecimal(plain, decimals);
  if (count === null && parseDecimal(plain, 30) !== null) return { ok: false, why: portfolioText.transfers.tooFine(decimals) };
  if (count === null || count <= 0n) return { ok: false, why: portfolioText.transfers.badAmount };
  return { ok: true, text: decimalText(count, decimals), count };
}
