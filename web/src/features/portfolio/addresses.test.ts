import { describe, expect, it } from 'vitest';
import { addressFor, type AddressWire, shortOf } from './addresses';

const address = (addressId: string, usableFrom: number): AddressWire => ({ addressId, address: '', label: '', created: 0, usableFrom });

describe('the address that money goes to', () => {
  const book = [address('1', 200), address('2', 100), address('3', 50)];

  it('is the one chosen while it may be used, else the first that may', () => {
    expect(addressFor('3', book, 100)?.addressId).toBe('3');
    expect(addressFor('', book, 100)?.addressId).toBe('2');
    expect(addressFor('1', book, 199)?.addressId).toBe('2');
    expect(addressFor('1', book, 200)?.addressId).toBe('1');
  });

  it('is none while all of them wait or there are none', () => {
    expect(addressFor('1', book, 49)).toBeNull();
    expect(addressFor('1', [], 49)).toBeNull();
  });

  it('is told by its start and end', () => {
    expect(shortOf('4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T')).toBe('4Nd1…DB4T');
    expect(shortOf('short')).toBe('short');
  });
});
