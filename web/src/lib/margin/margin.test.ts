import { describe, expect, it } from 'vitest';
import { btc, sol, usd } from '../testing/examples';
import type { Market } from '../markets/terms';
import { bankruptcyPrice, entryOf, type Held, liquidationPrice, notionalAt, unrealised } from './position';
import { initialOf, maintenanceOf } from './tiers';

const held = (market: Market, size: bigint, cost: bigint): Held => ({ size, cost, tickLotValue: market.tickLotValue, tiers: market.tiers });

describe('a market', () => {
  it('knows what a lot is worth per tick', () => {
    expect([btc.tickLotValue, sol.tickLotValue]).toEqual([1n, 100n]);
    expect([btc.base, btc.minLots, btc.maxLots]).toEqual(['BTC', 1, 100_000_000]);
  });

  it('sums its table so that margins have no step', () => {
    expect(btc.tiers.map((t) => t.initialOff / 1_000_000n)).toEqual([0n, 500n, 15_500n, 140_500n, 1_140_500n]);
    expect(btc.tiers.map((t) => t.maintenanceOff / 1_000_000n)).toEqual([0n, 250n, 7_750n, 70_250n, 570_250n]);
  });
});

describe('margins', () => {
  it.each([[10_000, 50], [50_000, 250], [60_000, 350], [499_999, 4_749.99], [500_000, 4_750], [1_000_000, 17_250], [3_000_000, 79_750], [12_000_000, 629_750]])(
    'maintenance of %d is %d', (notional, margin) => {
      expect(maintenanceOf(btc.tiers, usd(notional))).toBe(usd(margin));
    });

  it.each([[10_000, 100, 100], [60_000, 100, 700], [1_000_000, 100, 34_500], [3_000_000, 100, 159_500], [60_000, 10, 6_000], [3_000_000, 10, 300_000]])(
    'initial of %d at %dx is %d', (notional, leverage, margin) => {
      expect(initialOf(btc.tiers, usd(notional), leverage)).toBe(usd(margin));
    });

  it('of nothing are nothing', () => {
    expect([maintenanceOf(btc.tiers, 0n), initialOf(btc.tiers, 0n, 10)]).toEqual([0n, 0n]);
  });
});

describe('a position', () => {
  const long = held(btc, 100_000n, usd(60_000));
  const short = held(btc, -100_000n, -usd(60_000));

  it('is liquidated where equity meets maintenance', () => {
    expect(liquidationPrice(long, usd(6_000))).toBe(542_929_293n);
    expect(liquidationPrice(short, usd(6_000))).toBe(655_940_594n);
  });

  it('may fall into a lower tier before that', () => {
    const large = held(btc, 1_000_000n, usd(510_000));
    const price = liquidationPrice(large, usd(25_000));
    expect(price).toBe(489_646_465n);
    expect(notionalAt(large, price ?? 0n)).toBe(489_646_465_000n);
    expect(maintenanceOf(btc.tiers, notionalAt(large, price ?? 0n))).toBe(4_646_464_650n);
  });

  it('is liquidated exactly at that price: one step nearer it is safe', () => {
    for (const [position, safer] of [[long, 1n], [short, -1n]] as const) {
      const price = liquidationPrice(position, usd(6_000)) ?? 0n;
      const isSafe = (at: bigint): boolean => usd(6_000) + unrealised(position, at) >= maintenanceOf(btc.tiers, notionalAt(position, at));
      expect([isSafe(price + safer), isSafe(price - safer)]).toEqual([true, false]);
    }
  });

  it('of a cross account leans on what else there is', () => {
    const others = held(sol, -20_000n, -usd(30_000));
    const soles = 14_800_000n;
    const pnl = unrealised(others, soles);
    const margin = maintenanceOf(sol.tiers, notionalAt(others, soles));
    expect([pnl, margin]).toEqual([usd(400), usd(148)]);
    expect(liquidationPrice(held(btc, 50_000n, usd(30_000)), usd(5_000) + pnl - margin)).toBe(497_447_237n);
  });

  it('goes bankrupt where its margin ends', () => {
    expect(bankruptcyPrice(long, usd(6_000))).toBe(540_000_000n);
    expect(bankruptcyPrice(short, usd(6_000))).toBe(660_000_000n);
  });

  it('with more margin than it cost has no such price', () => {
    expect(liquidationPrice(long, usd(70_000))).toBeNull();
    expect(bankruptcyPrice(long, usd(70_000))).toBeNull();
  });

  it('shows its average towards zero', () => {
    expect(entryOf(held(sol, 701n, 1_064_071_100n))).toBe(15_179_330n);
    expect(entryOf(held(sol, -149n, -226_301_200n))).toBe(15_188_000n);
    expect(entryOf(held(sol, 0n, 0n))).toBeNull();
  });
});
