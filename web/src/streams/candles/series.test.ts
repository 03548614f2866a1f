import { describe, expect, it } from 'vitest';
import { addPrice, type Candle, lengthOf, merge } from './series';

const at = (time: number, close: number): Candle => ({ time, open: close, high: close, low: close, close, volume: 1 });

describe('candles', () => {
  it('are replaced by newer ones of the same start and followed by later ones', () => {
    expect(merge([at(0, 1), at(60, 2)], [at(60, 3), at(120, 4)], 10).map((c) => c.close)).toEqual([1, 3, 4]);
    expect(merge([at(0, 1), at(60, 2)], [at(120, 4)], 2).map((c) => c.close)).toEqual([2, 4]);
  });

  it('are built from prices, one per span', () => {
    let candles: readonly Candle[] = [];
    for (const [time, price] of [[1, 10], [20, 14], [59, 9], [61, 11]] as const) candles = addPrice(candles, time, price, 2, 60);
    expect(candles).toEqual([{ time: 0, open: 10, high: 14, low: 9, close: 9, volume: 6 }, { time: 60, open: 11, high: 11, low: 11, close: 11, volume: 2 }]);
    expect(addPrice(candles, 59, 1, 1, 60)).toBe(candles);
  });

  it('have lengths', () => {
    expect([lengthOf('1s'), lengthOf('15m'), lengthOf('4h'), lengthOf('1w')]).toEqual([1_000, 900_000, 14_400_000, 604_800_000]);
  });
});
