import { describe, expect, it } from 'vitest';
import { btc, btcWire, sol, solWire } from '../testing/examples';
import { renewed } from './terms';

describe('the terms of all markets, told again', () => {
  it('are the same list when nothing changed, whatever state a market is in', () => {
    const list = [btc, sol];
    expect(renewed(list, [btcWire, { ...solWire, state: 'halted' }])).toBe(list);
  });

  it('replace a market whose terms changed, and no other', () => {
    const [first, second] = renewed([btc, sol], [btcWire, { ...solWire, maxLeverage: solWire.maxLeverage - 1 }]);
    expect(first).toBe(btc);
    expect(second).toEqual({ ...sol, maxLeverage: sol.maxLeverage - 1 });
    const fee = renewed([sol], [{ ...solWire, fees: { maker: '0.0001', taker: '0.0007' } }])[0];
    expect(fee?.takerFee).toBe(700_000n);
  });

  it('bring what was listed and take what is gone', () => {
    expect(renewed([btc], [btcWire, solWire]).map((m) => m.name)).toEqual(['BTC-PERP', 'SOL-PERP']);
    expect(renewed([btc, sol], [solWire])).toEqual([sol]);
  });
});
