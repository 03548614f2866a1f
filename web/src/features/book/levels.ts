import type { BookSide } from '@/streams/book/localBook';

/** One row as it is drawn: all orders of a group of prices. */
export interface Row {
  ticks: number;
  lots: number;
  /** From the best price to here. */
  total: number;
  /** What of it is one's own. */
  own: number;
}

/** Prices of a side gathered in groups of so many ticks, best first: bids go down to their group's edge and asks up, so that no group promises a better price than it holds. */
export function rowsOf(side: BookSide, group: number, direction: 'bid' | 'ask', most: number, own: ReadonlyMap<number, number>): Row[] {
  const rows: Row[] = [];
  let total = 0;
  for (let i = 0; i < side.prices.length; i++) {
    const ticks = side.prices[i] ?? 0;
    const edge = direction === 'bid' ? Math.floor(ticks / group) * group : Math.ceil(ticks / group) * group;
    const last = rows.at(-1);
    const isNew = last?.ticks !== edge;
    if (isNew && rows.length === most) break;
    const row = isNew ? { ticks: edge, lots: 0, total, own: 0 } : last;
    if (isNew) rows.push(row);
    const lots = side.sizes[i] ?? 0;
    row.lots += lots;
    row.own += own.get(ticks) ?? 0;
    total += lots;
    row.total = total;
  }
  return rows;
}

/** What taking a side down to a price would cost on average, and how far from the best that is, in thousandths of a basis point. */
export function sweep(side: BookSide, limit: number, direction: 'bid' | 'ask'): { lots: number; averageTicks: number; slip: number } | null {
  let [lots, value] = [0, 0n];
  for (let i = 0; i < side.prices.length; i++) {
    const ticks = side.prices[i] ?? 0;
    if (direction === 'bid' ? ticks < limit : ticks > limit) break;
    lots += side.sizes[i] ?? 0;
    value += BigInt(ticks) * BigInt(side.sizes[i] ?? 0);
  }
  const best = side.prices[0];
  if (lots === 0 || best === undefined) return null;
  // A thousandth of a tick is fine enough for an average that is looked at.
  const averageTicks = Number((value * 1000n) / BigInt(lots)) / 1000;
  return { lots, averageTicks, slip: (Math.abs(averageTicks - best) / best) * 10_000 };
}

/** The steps a book may be grouped by, in ticks: one to five thousand, as far as they are less than a hundredth of the price. */
export function groupsFor(priceTicks: number): number[] {
  const all = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
  const fitting = all.filter((g) => g === 1 || g <= priceTicks / 100);
  return fitting.slice(0, 9);
}
