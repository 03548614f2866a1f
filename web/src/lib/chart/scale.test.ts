import { describe, expect, it } from 'vitest';
import { place, scaleOf } from './scale';

describe('a scale', () => {
  it('has round steps around its values', () => {
    expect(scaleOf([14_020, 17_180], 4)).toEqual({ low: 14_000, high: 18_000, ticks: [14_000, 15_000, 16_000, 17_000, 18_000] });
    expect(scaleOf([-3, 7], 4, true).ticks).toEqual([-5, 0, 5, 10]);
  });

  it('holds zero where bars stand on it', () => {
    expect(scaleOf([20, 40], 4, true).low).toBe(0);
    expect(scaleOf([-20, -40], 4, true).high).toBe(0);
  });

  it('gives flat values air and nothing a place', () => {
    const flat = scaleOf([5_000], 4);
    expect(flat.low < 5_000 && flat.high > 5_000).toBe(true);
    expect(scaleOf([], 4).ticks.length).toBeGreaterThan(1);
    expect(scaleOf([0, 0], 3, true).high).toBeGreaterThan(0);
  });

  it('places from the bottom to the top', () => {
    const scale = scaleOf([0, 100], 4);
    expect([place(scale, scale.low, 200), place(scale, scale.high, 200)]).toEqual([200, 0]);
  });
});
