/** Indicators are for the eye, so floats will do; a value that does not exist yet is null, so that no line begins at zero. */
export type Series = readonly number[];
export type Line = (number | null)[];

/** Mean of the last `period` values. */
export function movingAverage(values: Series, period: number): Line {
  let sum = 0;
  return values.map((value, i) => {
    sum += value - (i >= period ? (values[i - period] ?? 0) : 0);
    return i >= period - 1 ? sum / period : null;
  });
}

/** Exponential average with weight 2/(period + 1), begun with the plain mean of the first `period` values. */
export const exponentialAverage = (values: Series, period: number): Line => smoothed(values, period, 2 / (period + 1));

/** Wilder's average: weight 1/period, begun with the plain mean. */
export const wilderAverage = (values: Series, period: number): Line => smoothed(values, period, 1 / period);

function smoothed(values: Series, period: number, weight: number): Line {
  let average: number | null = null;
  let sum = 0;
  return values.map((value, i) => {
    if (i < period - 1) {
      sum += value;
      return null;
    }
    average = average === null ? (sum + value) / period : average + (value - average) * weight;
    return average;
  });
}

/** A line that begins later than its source: what comes before is null. */
export function after(line: Line, of: (values: Series) => Line): Line {
  const from = line.findIndex((v) => v !== null);
  if (from < 0) return line.map(() => null);
  return [...line.slice(0, from), ...of(line.slice(from).map((v) => v ?? 0))];
}
