/** One candle for drawing. Floats: nothing is reckoned from a chart. */
export interface Candle {
  /** Its start, in milliseconds. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export const intervals = ['1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '3d', '1w', '1M'] as const;
export type Interval = (typeof intervals)[number];
export type CandleSource = 'trades' | 'mark' | 'index';

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, M: 2_592_000_000 };

/** How long a candle is; a month counts thirty days, which is good enough to know when to look again. */
export const lengthOf = (interval: string): number => Number.parseInt(interval, 10) * (units[interval.at(-1) ?? 'm'] ?? 60_000);

/** The candles with newer ones: those of the same start are replaced, later ones come behind. Both are in order. */
export function merge(before: readonly Candle[], newer: readonly Candle[], most: number): Candle[] {
  const from = newer[0]?.time ?? Infinity;
  const kept = before.filter((c) => c.time < from);
  return [...kept, ...newer].slice(-most);
}

/** Puts a price into the candle it belongs to, with what was traded at it. Prices older than the last candle are left out. */
export function addPrice(candles: readonly Candle[], time: number, price: number, volume: number, length: number): readonly Candle[] {
  const start = Math.floor(time / length) * length;
  const last = candles.at(-1);
  if (last && start < last.time) return candles;
  if (!last || start > last.time) return [...candles, { time: start, open: price, high: price, low: price, close: price, volume }];
  const next = { ...last, high: Math.max(last.high, price), low: Math.min(last.low, price), close: price, volume: last.volume + volume };
  return [...candles.slice(0, -1), next];
}
