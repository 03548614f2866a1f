import { describe, expect, it } from 'vitest';
import type { FillWire, OrderWire, PositionWire } from '@/api/types';
import { type AccountState, emptyAccount, reduceAccount, Resync, type SnapshotFrame, type StepFrame } from './state';

const order = (news: Partial<OrderWire> = {}): OrderWire => ({
  orderId: '7', market: 'BTC-PERP', type: 'limit', side: 'buy', state: 'live', tif: 'gtc', price: '60000', qty: '1', filled: '0', rest: '1', ...news,
});
const position = (size: string): PositionWire => ({ market: 'BTC-PERP', size, cost: '0', mode: 'cross', leverage: 10, realised: '0', fees: '0' });
const fill = (news: Partial<FillWire> = {}): FillWire => ({
  tradeId: '9-0', orderId: '7', market: 'BTC-PERP', side: 'buy', price: '60000', qty: '1', isMaker: true, fee: '1', realised: '0', reason: 'user', orderFilled: '1', orderRest: '0', time: 1, seq: 9, ...news,
});
const snapshot: SnapshotFrame = { type: 'snapshot', seq: 5, status: 'active', feeTier: 1, orders: [order()], positions: [position('0')], balances: [{ asset: 'USDC', balance: '5000' }] };
const step = (seq: number, prev: number, events: StepFrame['events']): StepFrame => ({ type: 'step', seq, prev, t: 1, events });
const live = (): AccountState => reduceAccount(emptyAccount, snapshot) as AccountState;

describe('the account as one sequence', () => {
  it('begins with a snapshot, without positions that are none', () => {
    expect(live()).toMatchObject({ phase: 'live', seq: 5, feeTier: 1 });
    expect([...live().orders.keys(), ...live().positions.keys()]).toEqual(['7']);
  });

  it('asks anew when a step is missing', () => {
    expect(reduceAccount(live(), step(9, 6, []))).toBe(Resync);
  });

  it('moves an order that ended from the open ones to the ended ones, with its fill and its position', () => {
    const next = reduceAccount(live(), step(9, 5, [
      { topic: 'fills', event: 'trade', fill: fill() },
      { topic: 'orders', event: 'trade', order: order({ state: 'filled', filled: '1', rest: '0' }) },
      { topic: 'positions', event: 'trade', position: position('1') },
    ])) as AccountState;
    expect(next.orders.size).toBe(0);
    expect(next.ended.map((o) => o.state)).toEqual(['filled']);
    expect(next.positions.get('BTC-PERP')?.size).toBe('1');
    expect(next.fills).toHaveLength(1);
    expect(next.seq).toBe(9);
  });

  it('keeps both sides of a trade with oneself, and each once', () => {
    const events: StepFrame['events'] = [{ topic: 'fills', event: 'trade', fill: fill() }, { topic: 'fills', event: 'trade', fill: fill({ orderId: '8', side: 'sell' }) }];
    const once = reduceAccount(live(), step(9, 5, events)) as AccountState;
    const twice = reduceAccount(once, step(10, 9, events)) as AccountState;
    expect(twice.fills).toHaveLength(2);
  });

  it('drops a position that is closed', () => {
    const open = reduceAccount(live(), step(6, 5, [{ topic: 'positions', event: 'trade', position: position('1') }])) as AccountState;
    const closed = reduceAccount(open, step(7, 6, [{ topic: 'positions', event: 'trade', position: position('0') }])) as AccountState;
    expect(closed.positions.size).toBe(0);
  });
});
