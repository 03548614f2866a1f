import { describe, expect, it } from 'vitest';
import type { TickerWire } from '@/api/types';
import { btc, sol, usd } from '@/lib/testing/examples';
import { arrange, rowOf } from './rows';

const ticker = (of: Partial<TickerWire>): TickerWire => ({
  market: 'BTC-PERP', state: 'open', priceState: 'fresh', trades24h: 1, volume24h: '1', quoteVolume24h: '0', openInterest: '0', asOfSeq: 1, time: 1, ...of,
});

describe('a market\u2019s row', () => {
  const row = rowOf(btc, ticker({ last: '60000', mark: '60000.123', open24h: '58000', change24h: '2000', quoteVolume24h: '123.456', openInterest: '1.5' }), 'open', 12_500n, true);

  it('counts in integers', () => {
    expect(row).toMatchObject({ last: 600_000n, mark: 600_001_230n, change: 34_482_759n, volume: 123_456_000n, openInterest: usd(90_000.1845) });
  });

  it('says what is not known instead of nothing', () => {
    expect(rowOf(btc, undefined, 'open', null, false)).toMatchObject({ last: null, mark: null, change: null, volume: 0n });
    expect(rowOf(btc, ticker({ open24h: '0', change24h: '0' }), 'open', null, false).change).toBeNull();
  });
});

describe('the table', () => {
  const a = rowOf(btc, ticker({ last: '60000', quoteVolume24h: '10' }), 'open', null, false);
  const b = rowOf(sol, ticker({ last: '150', quoteVolume24h: '30' }), 'open', 5n, true);
  const names = (...of: Parameters<typeof arrange>): string[] => arrange(...of).map((r) => r.market.base);

  it('is searched and sorted', () => {
    expect(names([a, b], '', false, { column: 'volume', isDown: true })).toEqual(['SOL', 'BTC']);
    expect(names([a, b], '', false, { column: 'market', isDown: false })).toEqual(['BTC', 'SOL']);
    expect(names([a, b], 'bt', false, { column: 'volume', isDown: true })).toEqual(['BTC']);
    expect(names([a, b], '', true, { column: 'volume', isDown: true })).toEqual(['SOL']);
  });

  it('puts what is not known last, whichever way it goes', () => {
    expect(names([a, b], '', false, { column: 'funding', isDown: true })).toEqual(['SOL', 'BTC']);
    expect(names([a, b], '', false, { column: 'funding', isDown: false })).toEqual(['SOL', 'BTC']);
  });
});
