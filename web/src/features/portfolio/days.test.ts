import { describe, expect, it } from 'vitest';
import { dayOf, gainOf, lately } from './days';

const wire = (day: number, equity: string, pnl: string) => dayOf({ day: day * 86_400_000, equity, inflow: '0', pnl, realised: '0', fees: '1', funding: '-2', volume: '0' });

describe('days', () => {
  const days = [wire(1, '1000', '0'), wire(2, '1100', '100'), wire(9, '1050', '-50')];

  it('add up to profit over what was there before', () => {
    expect(gainOf(days)).toEqual({ pnl: 50_000_000n, share: 50_000_000n });
    expect(gainOf([])).toEqual({ pnl: 0n, share: null });
    expect(gainOf([wire(1, '0', '0')]).share).toBeNull();
  });

  it('are cut by the calendar, not by their number', () => {
    expect(lately(days, 7).map((d) => d.day / 86_400_000)).toEqual([9]);
    expect(lately(days, 8)).toHaveLength(2);
    expect(lately([], 8)).toEqual([]);
  });
});
