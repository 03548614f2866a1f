import { describe, expect, it } from 'vitest';
import { draftOf, noLimits, readLimits } from './limits-form';

describe('limits', () => {
  it('go out as the API takes them, and only those that are set', () => {
    expect(readLimits({ ...noLimits, maxOrderNotional: '50,000.50', maxLeverage: '20', onBreach: 'flatten' })).toEqual({ body: { maxOrderNotional: '50000.5', maxLeverage: 20, onBreach: 'flatten' } });
    expect(readLimits(noLimits)).toEqual({ body: { onBreach: 'reject' } });
  });

  it('name what is no number above zero', () => {
    expect(readLimits({ ...noLimits, maxDayLoss: '-5', maxOrdersPerSecond: '1.5', maxLeverage: '0' })).toEqual({ bad: new Set(['maxDayLoss', 'maxOrdersPerSecond', 'maxLeverage']) });
  });

  it('come back into the form', () => {
    expect(draftOf({ maxLeverage: 5, maxDayLoss: '100', ...{ markets: ['BTC-PERP'] } })).toEqual({ ...noLimits, maxLeverage: '5', maxDayLoss: '100' });
  });
});
