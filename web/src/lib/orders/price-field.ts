import type { Market } from '../markets/terms';
import { absOf, fieldText, format, isUnclear, parseDecimal, readNumber, roundDiv, snap, stepsText, SUB, ticks, type Ticks } from '../numbers';
import type { Side } from './side';

/** What a price may be named after: mark in thousandths of a tick, best prices in ticks. Null while there is none. */
export interface References {
  readonly mark: bigint | null;
  readonly bid: Ticks | null;
  readonly ask: Ticks | null;
}

export type PriceTyped = { readonly ok: true; readonly ticks: Ticks; readonly wasRounded: boolean } | { readonly ok: false; readonly why: 'empty' | 'unclear' | 'notAPrice' | 'noReference' | 'notAboveZero' };

const shape = /^([+-]?)\s*(.*?)\s*(%?)$/;

/**
 * A price as people type it: "63350", "63,350.0", `m` for the mark, `b` and `a` for the best prices, and `+5` or `-0.5%` from the mark.
 * What lies between two ticks goes away from trading: buys down, sells up.
 */
export function readPrice(text: string, market: Market, side: Side, references: References): PriceTyped {
  const typed = text.trim().toLowerCase().replace('\u2212', '-');
  if (typed === '') return { ok: false, why: 'empty' };
  if (typed === 'b' || typed === 'a') return best(typed === 'b' ? references.bid : references.ask);
  if (typed === 'm') return references.mark === null ? { ok: false, why: 'noReference' } : settle(references.mark, side);
  const [, sign = '', rest = '', percent = ''] = shape.exec(typed) ?? [];
  const amount = readNumber(rest);
  if (amount === null || (sign === '' && percent !== '')) return { ok: false, why: isUnclear(rest) ? 'unclear' : 'notAPrice' };
  if (sign !== '' && references.mark === null) return { ok: false, why: 'noReference' };
  const exact = sign === '' || references.mark === null ? absolute(amount, market) : relativeTo(references.mark, sign, amount, percent, market);
  return exact === null ? { ok: false, why: 'notAPrice' } : settle(exact, side);
}

const best = (price: Ticks | null): PriceTyped => (price === null ? { ok: false, why: 'noReference' } : { ok: true, ticks: price, wasRounded: false });

function settle(sub: bigint, side: Side): PriceTyped {
  const floor = sub / SUB;
  const wasRounded = sub % SUB !== 0n;
  const count = side === 'sell' && wasRounded ? floor + 1n : floor;
  return count <= 0n ? { ok: false, why: 'notAboveZero' } : { ok: true, ticks: ticks(Number(count)), wasRounded };
}

/** In thousandths of a tick, and a sliver above when there is still more behind it, so that a sell rounds up from anything. */
function absolute(typed: string, market: Market): bigint | null {
  const found = snap(typed, market.subtick, 'down');
  return found === null ? null : found.isOff && found.steps % SUB === 0n ? found.steps + 1n : found.steps;
}

function relativeTo(mark: bigint, sign: string, amount: string, percent: string, market: Market): bigint | null {
  const by = percent === '%' ? share(amount, mark) : (snap(amount, market.subtick, 'down')?.steps ?? null);
  return by === null ? null : sign === '-' ? mark - by : mark + by;
}

function share(amount: string, of: bigint): bigint | null {
  const parts = parseDecimal(amount, 7);
  return parts === null ? null : (of * parts) / 1_000_000_000n;
}

/** One tick further (or ten, or back): what the arrow keys do. Off-grid text is brought to the grid first. */
export function stepPrice(text: string, market: Market, by: number, references: References): string {
  const read = readPrice(text, market, by > 0 ? 'buy' : 'sell', references);
  const from = read.ok ? read.ticks : (references.bid ?? 0);
  return fieldText(stepsText(Math.max(1, from + by), market.tick));
}

/** How far a price lies from the mark, "0.12 % above". */
export function distance(price: Ticks, mark: bigint): { text: string; isAbove: boolean } {
  const gap = BigInt(price) * SUB - mark;
  return { text: format(roundDiv(absOf(gap) * 1_000_000_000n, mark), 7, { digits: 2 }), isAbove: gap > 0n };
}
