import type { Market } from '../markets/terms';
import { isUnclear, lots, type Lots, parseDecimal, readNumber, snap } from '../numbers';
import type { SizeUnit } from './draft';

export type SizeTyped =
  | { readonly ok: true; readonly lots: Lots; readonly quote: bigint | null; readonly wasRounded: boolean }
  | { readonly ok: false; readonly why: 'empty' | 'unclear' | 'notASize' | 'noPrice' | 'noMaximum' | 'belowLot' };

/** What the size is reckoned with: the price it would trade at, in ticks, and the most this side can trade, from the engine. */
export interface Reckoning {
  readonly price: number | null;
  readonly most: Lots | null;
}

/** A size as typed, floored to whole lots. Money and percent of the most become lots here; money stays beside them, as it is sent. */
export function readSize(text: string, unit: SizeUnit, market: Market, { price, most }: Reckoning): SizeTyped {
  const plain = text.trim().replace(/\s*%$/, '');
  if (plain === '') return { ok: false, why: 'empty' };
  const typed = readNumber(plain);
  if (typed === null) return { ok: false, why: isUnclear(plain) ? 'unclear' : 'notASize' };
  if (unit === 'quote') return fromMoney(typed, market, price);
  if (unit === 'percent') return fromShare(typed, most);
  const found = snap(typed, market.lot, 'down');
  if (found === null || found.steps < 0n) return { ok: false, why: 'notASize' };
  return found.steps === 0n ? { ok: false, why: 'belowLot' } : { ok: true, lots: lots(Number(found.steps)), quote: null, wasRounded: found.isOff };
}

function fromMoney(typed: string, market: Market, price: number | null): SizeTyped {
  const quote = parseDecimal(typed, 6);
  if (quote === null || quote <= 0n) return { ok: false, why: 'notASize' };
  if (price === null || price <= 0) return { ok: false, why: 'noPrice' };
  const count = quote / (BigInt(price) * market.tickLotValue);
  return count === 0n ? { ok: false, why: 'belowLot' } : { ok: true, lots: lots(Number(count)), quote, wasRounded: false };
}

function fromShare(typed: string, most: Lots | null): SizeTyped {
  const percent = parseDecimal(typed, 4);
  if (percent === null || percent <= 0n || percent > 1_000_000n) return { ok: false, why: 'notASize' };
  if (most === null) return { ok: false, why: 'noMaximum' };
  const count = (BigInt(most) * percent) / 1_000_000n;
  return count === 0n ? { ok: false, why: 'belowLot' } : { ok: true, lots: lots(Number(count)), quote: null, wasRounded: false };
}

/** What share of the most a size is, in percent for the slider, never above 100. */
export const shareOf = (size: Lots, most: Lots): number => (most <= 0 ? 0 : Math.min(100, (size / most) * 100));

/** Where a slider stops by itself: within one and a half percent of a quarter. */
export function snapShare(percent: number): number {
  const quarter = Math.round(percent / 25) * 25;
  return Math.abs(percent - quarter) <= 1.5 ? quarter : percent;
}
