import { describe, expect, it } from 'vitest';
import type { OrderWire, PositionWire } from '@/api/types';
import { btc as market } from '@/lib/testing/examples';
import { resultAt } from '@/trading/results';
import { ownLines, spread } from './lines';

const position: PositionWire = { market: 'BTC-PERP', size: '0.75', entry: '60000', cost: '45000', mode: 'cross', leverage: 20, realised: '0', fees: '0', liquidationPrice: '45876.4' };
const order = (news: Partial<OrderWire>): OrderWire => ({
  orderId: '1', market: 'BTC-PERP', type: 'limit', side: 'buy', state: 'live', tif: 'gtc', qty: '0.25', filled: '0', rest: '0.25', ...news,
});
const mark = 610_000_000n;

describe('own lines', () => {
  it('tell the position, its profit, and how far liquidation is', () => {
    const lines = ownLines({ market, position, orders: [], mark });
    expect(lines.map((l) => [l.kind, l.label, l.info])).toEqual([['entry', 'Long 0.7500', '+750.00'], ['liquidation', 'Liquidation', '24.8\u2009% away']]);
    expect(lines.every((l) => l.order === undefined)).toBe(true);
  });

  it('tell what stops and targets of the position would bring', () => {
    const stop = order({ orderId: '2', side: 'sell', trigger: 'stop', triggerPrice: '59000', state: 'pendingTrigger', qty: '0.75' });
    const target = order({ orderId: '3', side: 'sell', trigger: 'takeProfit', triggerPrice: '65000', state: 'pendingTrigger', qty: '0.75' });
    const lines = ownLines({ market, position, orders: [stop, target], mark }).slice(2);
    expect(lines.map((l) => [l.kind, l.label, l.info, l.field])).toEqual([['stop', 'SL', '\u2212750.00', 'triggerPrice'], ['profit', 'TP', '+3,750.00', 'triggerPrice']]);
  });

  it('are of this market only, and movable when they are orders', () => {
    const lines = ownLines({ market, position: undefined, orders: [order({ price: '59000' }), order({ orderId: '9', market: 'ETH-PERP', price: '3000' })], mark });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ kind: 'order', label: 'Buy 0.2500', level: 590_000_000n, field: 'price' });
  });

  it('round results against the trader', () => {
    const odd = { ...position, size: '0.00001', cost: '0.6' };
    expect(resultAt(odd, market, 600_000_001n)).toBe(0n);
    expect(resultAt({ ...odd, size: '-0.00001', cost: '-0.6' }, market, 600_000_001n)).toBe(-1n);
  });
});

describe('labels', () => {
  it('do not lie over each other and stay inside', () => {
    expect(spread([100, 105, 10], 400, 26)).toEqual([100, 126, 10]);
    expect(spread([395, 390, -20], 400, 26)).toEqual([374, 348, 0]);
  });

  it('keep their order also where all of them are out of view', () => {
    expect(spread([9000, 500, 700], 400, 26)).toEqual([374, 322, 348]);
  });
});
