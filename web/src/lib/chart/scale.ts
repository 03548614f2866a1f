/** Where values lie in a picture. Pixels are floats; the values they stand for are not used for anything else. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  /** Round numbers within it, from low to high. */
  readonly ticks: readonly number[];
}

/** A span of round numbers around all values, about so many steps of it; flat values get some air. */
export function scaleOf(values: readonly number[], steps: number, holdsZero = false): Scale {
  const all = holdsZero ? [...values, 0] : values;
  const least = all.length === 0 ? 0 : Math.min(...all);
  const most = all.length === 0 ? 1 : Math.max(...all);
  const air = most === least ? Math.max(Math.abs(most) * 0.01, 1) : 0;
  const step = roundStep((most - least + 2 * air) / steps);
  const low = Math.floor((least - air) / step) * step;
  const high = Math.ceil((most + air) / step) * step;
  const count = Math.round((high - low) / step);
  return { low, high, ticks: Array.from({ length: count + 1 }, (_, i) => low + i * step) };
}

/** One, two or five times a power of ten, at or above a step. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const times = [1, 2, 5, 10].find((t) => t * power >= step * 0.999) ?? 10;
  return times * power;
}

/** From the bottom (`size`) to the top (0). */
export const place = ({ low, high }: Scale, value: number, size: number): number => size - ((value - low) / (high - low)) * size;
