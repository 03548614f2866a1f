import { describe, expect, it } from 'vitest';
import { lots, ticks } from '../numbers';
import { group, groupings, type Level, sweepTo } from './grouping';

const side = (...levels: [price: number, size: number][]): Level[] => levels.map(([price, size]) => ({ price: ticks(price), size: lots(size), orders: 1 }));

describe('grouping', () => {
  const bids = side([1009, 1], [1005, 2], [1000, 3], [999, 4]);
  const asks = side([1011, 1], [1015, 2], [1020, 3], [1021, 4]);

  it('by one tick changes nothing but adds the totals', () => {
    expect(group(bids, true, 1, 10).map((r) => [r.price, r.size, r.total])).toEqual([[1009, 1, 1], [1005, 2, 3], [1000, 3, 6], [999, 4, 10]]);
  });

  it('joins away from the middle: bids down, asks up', () => {
    expect(group(bids, true, 10, 10).map((r) => [r.price, r.size, r.total, r.orders])).toEqual([[1000, 6, 6, 3], [990, 4, 10, 1]]);
    expect(group(asks, false, 10, 10).map((r) => [r.price, r.size, r.total, r.orders])).toEqual([[1020, 6, 6, 3], [1030, 4, 10, 1]]);
  });

  it('stops at as many rows as can be shown, the last one whole', () => {
    expect(group(bids, true, 10, 1).map((r) => [r.price, r.size])).toEqual([[1000, 6]]);
  });

  it('offers steps that fit the price', () => {
    expect(groupings(ticks(600_000))).toEqual([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]);
    expect(groupings(ticks(40))).toEqual([1]);
  });

  it('knows what a sweep comes to', () => {
    expect(sweepTo(asks, false, ticks(1015))).toEqual({ size: 3, worth: 1011n + 2030n });
    expect(sweepTo(bids, true, ticks(1006))).toEqual({ size: 1, worth: 1009n });
    expect(sweepTo([], true, ticks(1))).toEqual({ size: 0, worth: 0n });
  });
});
