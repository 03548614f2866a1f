import { type Line, movingAverage, type Series } from './average';

export interface Bands {
  readonly middle: Line;
  readonly upper: Line;
  readonly lower: Line;
}

/** Bollinger's bands: the mean of `period` values, and `width` standard deviations (of the whole, not of a sample) to both sides. */
export function bollinger(values: Series, period = 20, width = 2): Bands {
  const middle = movingAverage(values, period);
  const spread = middle.map((mean, i) => (mean === null ? null : width * deviation(values.slice(i - period + 1, i + 1), mean)));
  const off = (sign: 1 | -1): Line => middle.map((mean, i) => (mean === null ? null : mean + sign * (spread[i] ?? 0)));
  return { middle, upper: off(1), lower: off(-1) };
}

const deviation = (values: Series, mean: number): number => Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
