import { describe, expect, it } from 'vitest';
import type { OrderWire, PositionWire, TickerWire } from '@/api/types';
import { btc, usd } from '@/lib/testing/examples';
import { stress } from '@/lib/stress/stress';
import { accountOf, type Sources } from './model';

const position: PositionWire = { market: 'BTC-PERP', size: '0.5', entry: '60000', cost: '30000', mode: 'cross', leverage: 10, realised: '0', fees: '0' };
const stop: OrderWire = {
  orderId: '1', market: 'BTC-PERP', type: 'market', side: 'sell', state: 'pendingTrigger', tif: 'ioc', qty: '0.5', filled: '0', rest: '0.5', reduceOnly: true, trigger: 'stop', triggerBy: 'mark',
  triggerPrice: '58000',
};
const sources = (of: Partial<Sources> = {}): Sources => ({
  positions: [position],
  orders: [],
  balances: [{ asset: 'USDC', balance: '5000.123456' }, { asset: 'ETH', balance: '2', counted: '1', price: '3000' }],
  assets: [
    { asset: 'USDC', decimals: 6, isSettle: true, price: '1', priceState: 'fresh' },
    { asset: 'ETH', decimals: 9, isSettle: false, price: '3000', priceState: 'fresh', initialWeight: '0.85', maintenanceWeight: '0.9' },
  ],
  markets: new Map([['BTC-PERP', btc]]),
  tickers: new Map([['BTC-PERP', { market: 'BTC-PERP', mark: '60100.5' } as TickerWire]]),
  ...of,
});
const exits = (...orders: OrderWire[]): unknown => accountOf(sources({ orders })).positions[0]?.exits;

describe('an account from what was told of it', () => {
  it('is worth what the engine says: cash, counted collateral, profit', () => {
    expect(stress(accountOf(sources()), new Map(), true).equity).toBe(usd(5_000.123456) + usd(2_700) + usd(50.25));
  });

  it('keeps an isolated pot apart', () => {
    const isolated = { ...position, mode: 'isolated', isolatedMargin: '3000.5' } as const;
    expect(accountOf(sources({ positions: [isolated] })).positions[0]?.pot).toBe(usd(3_000.5));
  });

  it('counts on exits that close all of it, and on no others', () => {
    expect(exits(stop)).toEqual([{ kind: 'stop', level: 580_000_000n }]);
    expect(exits({ ...stop, rest: '0', qty: '0', reduceOnly: false, position: true, trigger: 'takeProfit', triggerPrice: '61000' })).toEqual([{ kind: 'takeProfit', level: 610_000_000n }]);
    for (const other of [{ rest: '0.4' }, { reduceOnly: false }, { side: 'buy' }, { triggerBy: 'last' }, { price: '57000' }, { state: 'inactive' }, { trigger: 'trailing' }, { market: 'ETH-PERP' }] as const) {
      expect(exits({ ...stop, ...other })).toEqual([]);
    }
  });

  it('leaves out what has no mark yet', () => {
    expect(accountOf(sources({ tickers: new Map() })).positions).toEqual([]);
    expect(accountOf(sources({ markets: new Map() })).positions).toEqual([]);
  });
});
