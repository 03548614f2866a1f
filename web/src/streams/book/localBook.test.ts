import { describe, expect, it } from 'vitest';
import { gridOf } from '@/lib/numbers';
import { Fnv64 } from './checksum';
import { type BookFrame, LocalBook } from './localBook';

/** FNV-1a as its authors wrote it, in bigints. */
function slowFnv(values: readonly number[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const value of values) {
    for (let i = 0n; i < 8n; i++) hash = BigInt.asUintN(64, (hash ^ ((BigInt(value) >> (8n * i)) & 255n)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

const snapshot = (news: Partial<BookFrame> = {}): BookFrame => ({
  type: 'snapshot', mdSeq: 10, seq: 100, t: 1, bids: [['100.0', '1.5', 2], ['99.9', '2', 1]], asks: [['100.1', '1', 1]], ...news,
});

const book = (): LocalBook => new LocalBook(gridOf('0.1'), gridOf('0.1'));

describe('the checksum', () => {
  it('is FNV-1a, for small numbers and for those above 32 bits', () => {
    const values = [0, 1, 255, 65_536, 600_001, 4_294_967_296, 9_007_199_254_740_991, 123_456_789_012];
    const sum = new Fnv64();
    for (const value of values) sum.add(value);
    expect(sum.hex()).toBe(slowFnv(values));
    expect(new Fnv64().hex()).toBe('cbf29ce484222325');
  });
});

describe('a local book', () => {
  it('is what the frames say, best first', () => {
    const held = book();
    expect(held.apply(snapshot({ checksum: slowFnv([1000, 15, 999, 20, 1001, 10]) }))).toBeNull();
    expect(held.apply({ type: 'diff', prev: 10, mdSeq: 12, seq: 101, t: 2, bids: [['99.9', '0', 0], ['100.05', '1', 1]], asks: [] })).toBe('grid');
    const other = book();
    other.apply(snapshot());
    expect(other.apply({ type: 'diff', prev: 10, mdSeq: 12, seq: 101, t: 2, bids: [['99.9', '0', 0], ['99.5', '3', 1]], asks: [['100.1', '4', 2], ['100.0', '1', 1]] })).toBeNull();
    expect(other.bids.map((l) => l.price)).toEqual([1000, 995]);
    expect(other.asks).toEqual([{ price: 1000, size: 10, orders: 1 }, { price: 1001, size: 40, orders: 2 }]);
  });

  it('does not guess over a hole', () => {
    const held = book();
    held.apply(snapshot());
    expect(held.apply({ type: 'diff', prev: 11, mdSeq: 12, seq: 101, t: 2, bids: [], asks: [] })).toBe('gap');
    expect(held.mdSeq).toBe(10);
  });

  it('notices when it is another book than the venue\'s', () => {
    const held = book();
    expect(held.apply(snapshot({ checksum: '0000000000000000' }))).toBe('checksum');
  });

  it('forgets everything at a snapshot', () => {
    const held = book();
    held.apply(snapshot());
    held.apply(snapshot({ mdSeq: 20, bids: [], asks: [['101', '1', 1]] }));
    expect([held.bids.length, held.asks.map((l) => l.price), held.mdSeq]).toEqual([0, [1010], 20]);
  });
});
