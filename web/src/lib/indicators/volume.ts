import type { Line } from './average';

/** As much of a candle as the indicators of volume want. Times are milliseconds since 1970. */
export interface Traded {
  readonly time: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

const dayMs = 86_400_000;

/** The mean price weighted by volume since 00:00 UTC; nothing is drawn before a day's first trade. */
export function volumeWeighted(candles: readonly Traded[]): Line {
  let day = NaN;
  let worth = 0;
  let volume = 0;
  return candles.map((candle) => {
    const today = Math.floor(candle.time / dayMs);
    if (today !== day) [day, worth, volume] = [today, 0, 0];
    worth += ((candle.high + candle.low + candle.close) / 3) * candle.volume;
    volume += candle.volume;
    return volume === 0 ? null : worth / volume;
  });
}
