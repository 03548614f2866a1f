import { describe, expect, it } from 'vitest';
import { groupsFor, rowsOf, sweep } from './levels';

const bids = { prices: [600, 599, 595, 590], sizes: [10, 20, 5, 1], orders: [1, 2, 1, 1] };
const asks = { prices: [601, 604, 611], sizes: [3, 4, 5], orders: [1, 1, 1] };
const none = new Map<number, number>();

describe('rows of a book', () => {
  it('sum from the best price outwards', () => {
    expect(rowsOf(bids, 1, 'bid', 3, none)).toEqual([
      { ticks: 600, lots: 10, total: 10, own: 0 },
      { ticks: 599, lots: 20, total: 30, own: 0 },
      { ticks: 595, lots: 5, total: 35, own: 0 },
    ]);
  });

  it('never promise a better price than they hold when grouped', () => {
    expect(rowsOf(bids, 10, 'bid', 9, none).map((r) => [r.ticks, r.lots])).toEqual([[600, 10], [590, 26]]);
    expect(rowsOf(asks, 10, 'ask', 9, none).map((r) => [r.ticks, r.lots, r.total])).toEqual([[610, 7, 7], [620, 5, 12]]);
  });

  it('take all of the last group they show', () => {
    expect(rowsOf(bids, 10, 'bid', 2, none).at(-1)).toMatchObject({ ticks: 590, total: 36 });
  });

  it('mark what is one\'s own', () => {
    expect(rowsOf(bids, 10, 'bid', 2, new Map([[599, 7], [590, 1]])).map((r) => r.own)).toEqual([0, 8]);
  });
});

describe('sweeping', () => {
  it('tells the average and how far from the best it is', () => {
    expect(sweep(asks, 604, 'ask')).toEqual({ lots: 7, averageTicks: 602.714, slip: ((602.714 - 601) / 601) * 10_000 });
  });

  it('says nothing where nothing would trade', () => {
    expect(sweep(asks, 600, 'ask')).toBeNull();
    expect(sweep({ prices: [], sizes: [], orders: [] }, 600, 'bid')).toBeNull();
  });
});

it('groups are a hundredth of the price at most', () => {
  expect(groupsFor(600_000)).toEqual([1, 2, 5, 10, 20, 50, 100, 200, 500]);
  expect(groupsFor(40)).toEqual([1]);
});
