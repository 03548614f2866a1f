import { describe, expect, it } from 'vitest';
import { maintenanceCollateral, initialCollateral } from '../margin/collateral';
import { liquidationPrice, notionalAt, unrealised } from '../margin/position';
import { maintenanceOf } from '../margin/tiers';
import type { Market } from '../markets/terms';
import { ONE } from '../numbers';
import { btc, sol, usd } from '../testing/examples';
import type { Exit, StressedAccount, StressedCollateral, StressedPosition } from './account';
import { betaOf, firstLiquidated, movesOf } from './moves';
import { stress } from './stress';

const percent = (p: number): bigint => BigInt(Math.round(p * 1e7));
const position = (market: Market, size: bigint, entry: number, mark: bigint, pot: bigint | null = null, exits: readonly Exit[] = []): StressedPosition => ({
  market: market.name, size, cost: (size < 0n ? -1n : 1n) * usd(Math.abs(Number(size)) * entry / 10 ** market.lot.decimals), tickLotValue: market.tickLotValue, tiers: market.tiers, mark, pot, exits,
});
const account = (cash: number, positions: readonly StressedPosition[], collateral: readonly StressedCollateral[] = []): StressedAccount => ({ cash: usd(cash), positions, collateral });
const only = (market: Market, move: number): Map<string, bigint> => new Map([[market.name, percent(move)]]);

describe('now', () => {
  it('is what the engine says it is', () => {
    const mixed = account(5_000, [position(btc, 50_000n, 60_000, 600_000_000n), position(sol, -20_000n, 150, 14_800_000n)]);
    const outcome = stress(mixed, new Map(), true);
    expect(outcome.equity).toBe(usd(5_400));
    expect(outcome.change).toBe(0n);
    expect(outcome.maintenance).toBe(usd(150 + 148));
    expect(outcome.positions.map((p) => p.fate.kind)).toEqual(['open', 'open']);
  });

  it('counts collateral at its weights, for new risk at the lower of price and average', () => {
    const eth: StressedCollateral = {
      asset: 'ETH', decimals: 9, counted: 10_000_000_000n, initialWeight: 850_000_000n, maintenanceWeight: 900_000_000n, price: usd(3_000), follows: 'ETH-PERP',
    };
    expect(initialCollateral(eth, usd(3_000), usd(3_050))).toBe(usd(25_500));
    expect(maintenanceCollateral(eth, usd(3_000))).toBe(usd(27_000));
    const shocked = stress(account(-2_000, [], [eth]), new Map([['ETH-PERP', percent(-10)]]), true);
    expect([shocked.equity, shocked.change]).toEqual([usd(22_300), usd(-2_700)]);
  });
});

describe('a pot', () => {
  const long = position(btc, 100_000n, 60_000, 600_000_000n, usd(6_000));

  it('is liquidated where the engine liquidates it', () => {
    const [end] = stress(account(0, [long]), only(btc, -9.6), true).positions;
    expect(end?.fate.kind).toBe('liquidated');
    const level = liquidationPrice(long, usd(6_000)) ?? 0n;
    expect(level).toBe(542_929_293n);
    const at = end?.fate.kind === 'liquidated' ? end.fate.at : 0n;
    expect(at <= level && level - at < 1_000n).toBe(true);
  });

  it('that ends just above it stays open, with what the engine would count', () => {
    const price = 543_000_000n;
    const outcome = stress(account(100, [long]), only(btc, -9.5), true);
    expect(outcome.positions[0]).toMatchObject({ price, pnl: usd(-5_700), fate: { kind: 'open' } });
    expect(outcome.maintenance).toBe(maintenanceOf(btc.tiers, notionalAt(long, price)));
    expect(outcome.equity).toBe(usd(100 + 300));
  });

  it('loses what it holds and no more; cash is not touched', () => {
    const outcome = stress(account(1_000, [long]), only(btc, -25), true);
    expect([outcome.equity, outcome.positions[0]?.pnl]).toEqual([usd(1_000), usd(-6_000)]);
  });
});

describe('exits', () => {
  const stop: Exit = { kind: 'stop', level: 580_000_000n };
  const target: Exit = { kind: 'takeProfit', level: 630_000_000n };
  const long = position(btc, 100_000n, 60_000, 600_000_000n, usd(6_000), [stop, target]);

  it('close a position at their level, whichever way it goes', () => {
    const down = stress(account(0, [long]), only(btc, -20), true);
    expect(down.positions[0]).toMatchObject({ pnl: usd(-2_000), fate: { kind: 'stopped', at: stop.level } });
    expect(down.maintenance).toBe(0n);
    const up = stress(account(0, [long]), only(btc, 20), true);
    expect(up.positions[0]).toMatchObject({ pnl: usd(3_000), fate: { kind: 'takenProfit', at: target.level } });
  });

  it('are left out when they are not to count', () => {
    expect(stress(account(0, [long]), only(btc, -20), false).positions[0]?.fate.kind).toBe('liquidated');
  });

  it('beyond the liquidation price come too late', () => {
    const late = { ...long, exits: [{ kind: 'stop', level: 540_000_000n } as const] };
    expect(stress(account(0, [late]), only(btc, -20), true).positions[0]?.fate.kind).toBe('liquidated');
  });
});

describe('shared margin', () => {
  it('fails as a whole, at the price the closed form gives', () => {
    const mixed = account(5_000, [position(btc, 50_000n, 60_000, 600_000_000n), position(sol, -20_000n, 150, 14_800_000n)]);
    const outcome = stress(mixed, only(btc, -20), true);
    const at = outcome.positions.map((p) => (p.fate.kind === 'liquidated' ? p.fate.at : 0n));
    expect(at[0]! <= 497_447_237n && 497_447_237n - at[0]! < 1_000n).toBe(true);
    expect(at[1]).toBe(14_800_000n);
    expect(outcome.ratio).toBe(ONE);
  });

  it('is saved by a stop that frees it in time, and not by one that comes later', () => {
    const other = position(sol, 20_000n, 150, 15_000_000n);
    const withStop = (level: bigint): StressedAccount => account(3_000, [position(btc, 50_000n, 60_000, 600_000_000n, null, [{ kind: 'stop', level }]), other]);
    const moves = movesOf(btc.name, percent(-10), [btc.name, sol.name], 'stay', new Map());
    expect(stress(withStop(560_000_000n), moves, true).positions.map((p) => p.fate.kind)).toEqual(['stopped', 'open']);
    expect(stress(withStop(541_000_000n), moves, true).positions.map((p) => p.fate.kind)).toEqual(['liquidated', 'liquidated']);
  });

  it('that falls short between two stops is found there, though it would recover after the second', () => {
    const near = position(btc, 50_000n, 60_000, 600_000_000n, null, [{ kind: 'stop', level: 540_100_000n }]);
    const failing = account(3_050, [near]);
    const outcome = stress(failing, only(btc, -20), true);
    expect(outcome.positions[0]?.fate.kind).toBe('liquidated');
    expect(unrealised(near, 540_100_000n)).toBe(usd(-2_995));
  });
});

describe('moves', () => {
  it('follow by beta, alike, or not', () => {
    const betas = new Map([['SOL-PERP', 1_500_000_000n]]);
    const markets = ['BTC-PERP', 'SOL-PERP'];
    expect(movesOf('BTC-PERP', percent(-10), markets, 'beta', betas).get('SOL-PERP')).toBe(percent(-15));
    expect(movesOf('BTC-PERP', percent(-10), markets, 'same', betas).get('SOL-PERP')).toBe(percent(-10));
    expect(movesOf('BTC-PERP', percent(-10), markets, 'stay', betas).get('SOL-PERP')).toBeUndefined();
    expect(movesOf('BTC-PERP', percent(-80), markets, 'beta', betas).get('SOL-PERP')).toBe(-ONE);
  });

  it('beta is how one price answered another', () => {
    const other = Array.from({ length: 60 }, (_, i) => 100 * (1 + 0.03 * Math.sin(i * 1.7)));
    const twice = [50];
    for (let i = 1; i < other.length; i++) twice.push(twice[i - 1]! * (1 + 2 * (other[i]! / other[i - 1]! - 1)));
    expect(Number(betaOf(twice, other)) / 1e9).toBeCloseTo(2, 6);
    expect(betaOf([1, 2, 3], [1, 2, 3])).toBeNull();
    expect(betaOf(other, other.map(() => 5))).toBeNull();
  });

  it('the first to be liquidated is named with its move and the exit that would come before', () => {
    const isolated = position(sol, 20_000n, 150, 15_000_000n, usd(900), [{ kind: 'stop', level: 14_800_000n }]);
    const large = position(btc, 10_000n, 60_000, 600_000_000n);
    const first = firstLiquidated(account(5_000, [large, isolated]), percent(-30), (m) => movesOf(btc.name, m, [btc.name, sol.name], 'same', new Map()));
    expect(first?.market).toBe('SOL-PERP');
    expect(first?.exit).toBe(14_800_000n);
    expect(Number(first?.move) / 1e7).toBeCloseTo(-2.5126, 3);
    expect(firstLiquidated(account(50_000, [large]), percent(-30), (m) => movesOf(btc.name, m, [btc.name], 'stay', new Map()))).toBeNull();
  });
});
