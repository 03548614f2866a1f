import { describe, expect, it } from 'vitest';
import { bollinger, exponentialAverage, macd, movingAverage, relativeStrength, volumeWeighted } from '.';

/** Thirty-three closes that are often used to explain relative strength; the numbers below were computed from them by another program. */
const closes = [
  44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931, 46.0328, 45.614, 46.282, 46.282, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439, 46.2122,
  46.2521, 45.7137, 46.4515, 45.7835, 45.3548, 44.0288, 44.1783, 44.2181, 44.5672, 43.4205, 42.6628, 43.1314,
];

const rounded = (line: readonly (number | null)[], digits = 4): (number | null)[] => line.map((v) => (v === null ? null : Number(v.toFixed(digits))));

describe('averages', () => {
  it('begin when they have seen enough', () => {
    expect(movingAverage([1, 2, 3, 4], 3)).toEqual([null, null, 2, 3]);
    expect(movingAverage([1, 2], 3)).toEqual([null, null]);
    expect(movingAverage([], 3)).toEqual([]);
  });

  it('weigh what is new', () => {
    expect(exponentialAverage([1, 2, 3, 4], 3)).toEqual([null, null, 2, 3]);
    expect(rounded(exponentialAverage(closes, 3), 6).at(-1)).toBe(43.217302);
  });
});

describe('bands', () => {
  it('stand two deviations off', () => {
    const { middle, upper, lower } = bollinger(closes, 5);
    expect(middle[3]).toBeNull();
    for (const [at, mean, off] of [[4, 44.1038, 0.528556], [10, 45.6678, 0.715733], [32, 43.6, 1.399335]] as const) {
      expect(middle[at]).toBeCloseTo(mean, 6);
      expect(upper[at]).toBeCloseTo(mean + off, 5);
      expect(lower[at]).toBeCloseTo(mean - off, 5);
    }
  });
});

describe('relative strength', () => {
  it('is Wilder\u2019s', () => {
    expect(rounded(relativeStrength(closes)).slice(13)).toEqual([
      null, 70.5328, 66.3186, 66.5498, 69.4063, 66.3552, 57.9749, 62.9296, 63.2571, 56.0593, 62.3771, 54.7076, 50.4228, 39.9898, 41.4605, 41.8689, 45.4632, 37.304, 33.0795, 37.773,
    ]);
  });

  it('has its ends', () => {
    expect(relativeStrength([1, 2, 3], 2).at(-1)).toBe(100);
    expect(relativeStrength([3, 2, 1], 2).at(-1)).toBe(0);
    expect(relativeStrength([2, 2, 2], 2).at(-1)).toBe(50);
    expect(relativeStrength([], 2)).toEqual([]);
  });
});

describe('macd', () => {
  it('is the difference of two averages, and its own average', () => {
    const { line, signal, histogram } = macd(closes, 3, 6, 4);
    expect(line.findIndex((v) => v !== null)).toBe(5);
    expect(signal.findIndex((v) => v !== null)).toBe(8);
    expect(rounded([line[5] ?? null, line[32] ?? null, signal[32] ?? null, histogram[32] ?? null], 6)).toEqual([0.246583, -0.437302, -0.43518, -0.002122]);
  });

  it('of too little is nothing', () => {
    expect(macd([1, 2, 3]).signal).toEqual([null, null, null]);
  });
});

describe('the price weighted by volume', () => {
  it('begins anew at midnight and waits for a trade', () => {
    const at = (time: number, price: number, volume: number): { time: number; high: number; low: number; close: number; volume: number } => ({ time, high: price, low: price, close: price, volume });
    const day = 86_400_000;
    expect(volumeWeighted([at(day, 10, 0), at(day + 1, 10, 1), at(day + 2, 20, 3), at(2 * day, 40, 2)])).toEqual([null, 10, 17.5, 40]);
  });
});
