import { after, exponentialAverage, type Line, type Series, wilderAverage } from './average';

/** Wilder's relative strength: 100 when there were only gains, 0 when there were only losses, 50 when nothing moved. */
export function relativeStrength(closes: Series, period = 14): Line {
  const changes = closes.slice(1).map((close, i) => close - (closes[i] ?? close));
  const gains = wilderAverage(changes.map((c) => Math.max(c, 0)), period);
  const losses = wilderAverage(changes.map((c) => Math.max(-c, 0)), period);
  const strength = gains.map((gain, i) => {
    const loss = losses[i];
    if (gain === null || loss === null || loss === undefined) return null;
    return gain + loss === 0 ? 50 : (100 * gain) / (gain + loss);
  });
  return closes.length === 0 ? [] : [null, ...strength];
}

export interface Macd {
  readonly line: Line;
  readonly signal: Line;
  readonly histogram: Line;
}

/** The fast average less the slow one, the average of that, and the difference of the two. */
export function macd(closes: Series, fast = 12, slow = 26, signalPeriod = 9): Macd {
  const quick = exponentialAverage(closes, fast);
  const slower = exponentialAverage(closes, slow);
  const line = minus(quick, slower);
  const signal = after(line, (values) => exponentialAverage(values, signalPeriod));
  return { line, signal, histogram: minus(line, signal) };
}

const minus = (a: Line, b: Line): Line =>
  a.map((value, i) => {
    const other = b[i];
    return value === null || other === null || other === undefined ? null : value - other;
  });
