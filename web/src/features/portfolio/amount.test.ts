import { describe, expect, it } from 'vitest';
import { readAmount } from './amount';

describe('an amount', () => {
  it('goes out exactly as typed, without grouping', () => {
    expect(readAmount('10,000.50', 6)).toEqual({ ok: true, text: '10000.5', count: 10_000_500_000n });
  });

  it('is not made larger by a comma', () => {
    expect(readAmount('12,50', 6)).toEqual({ ok: false, why: 'Not clear which sign is the decimal one. Write it like 1,234.5' });
    expect(readAmount('0,5', 6)).toEqual({ ok: true, text: '0.5', count: 500_000n });
  });

  it('says why it is none', () => {
    expect(readAmount('0', 6)).toEqual({ ok: false, why: 'A number above zero' });
    expect(readAmount('-1', 6)).toEqual({ ok: false, why: 'A number above zero' });
    expect(readAmount('1e3', 6)).toEqual({ ok: false, why: 'A number above zero' });
    expect(readAmount('0.0000001', 6)).toEqual({ ok: false, why: 'At most 6 digits behind the point' });
  });
});
