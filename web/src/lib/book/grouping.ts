import { lots, type Lots, ticks, type Ticks } from '../numbers';

/** A level as the book holds it: best first on its side. */
export interface Level {
  readonly price: Ticks;
  readonly size: Lots;
  readonly orders: number;
}

export interface Row extends Level {
  /** Everything up to and including this row. */
  readonly total: Lots;
}

/** Steps a book can be grouped by, in ticks: 1, 2, 5, 10 and so on, as far as a step is below a hundredth of the price. */
export function groupings(price: Ticks): number[] {
  const steps: number[] = [];
  for (let power = 1; power < price; power *= 10) {
    for (const step of [power, 2 * power, 5 * power]) {
      if (step === 1 || step * 100 <= price) steps.push(step);
    }
  }
  return steps;
}

/**
 * Levels of one side joined by a step. A row stands at the price that is worse for whoever takes it (bids down, asks up), so that a row never promises a price at which there is less.
 */
export function group(levels: readonly Level[], isBid: boolean, step: number, most: number): Row[] {
  const rows: { price: Ticks; size: Lots; orders: number; total: Lots }[] = [];
  let total = 0;
  for (const level of levels) {
    const price = ticks((isBid ? Math.floor(level.price / step) : Math.ceil(level.price / step)) * step);
    const last = rows.at(-1);
    if (last?.price !== price && rows.length === most) break;
    total += level.size;
    if (last?.price === price) {
      last.size = lots(last.size + level.size);
      last.orders += level.orders;
      last.total = lots(total);
    } else {
      rows.push({ price, size: level.size, orders: level.orders, total: lots(total) });
    }
  }
  return rows;
}

/** What taking everything up to a row would come to. */
export interface Sweep {
  readonly size: Lots;
  /** Sum of price times size, in tick-lots; the average is this over the size. */
  readonly worth: bigint;
}

/** Takes from the best level on, up to and including a price. */
export function sweepTo(levels: readonly Level[], isBid: boolean, price: Ticks): Sweep {
  let size = 0;
  let worth = 0n;
  for (const level of levels) {
    if (isBid ? level.price < price : level.price > price) break;
    size += level.size;
    worth += BigInt(level.price) * BigInt(level.size);
  }
  return { size: lots(size), worth };
}
