import { type Grid, stepsOf } from '@/lib/numbers';
import { Fnv64 } from './checksum';

/** One side, best first: prices in ticks, sizes in lots, how many orders. Three arrays that are kept sorted, so that drawing walks them. */
export interface BookSide {
  readonly prices: number[];
  readonly sizes: number[];
  readonly orders: number[];
}

export type LevelWire = readonly [price: string, qty: string, orders: number];

export interface BookFrame {
  readonly type: 'snapshot' | 'diff';
  readonly mdSeq: number;
  readonly prev?: number;
  readonly seq: number;
  readonly t: number;
  readonly bids: readonly LevelWire[];
  readonly asks: readonly LevelWire[];
  readonly checksum?: string;
}

/** Why a frame was not taken: there is a hole before it, or what we hold is not what the venue holds. */
export type Break = 'gap' | 'checksum' | 'grid';

const ChecksumLevels = 25;

/** A market's book as we hold it: changed in place, exactly as the frames say, and never guessed. */
export class LocalBook {
  readonly bids: BookSide = { prices: [], sizes: [], orders: [] };
  readonly asks: BookSide = { prices: [], sizes: [], orders: [] };
  private readonly tick: Grid;
  private readonly lot: Grid;
  mdSeq = -1;
  seq = 0;
  time = 0;
  /** How often the venue's checksum was compared and found equal. */
  verified = 0;

  constructor(tick: Grid, lot: Grid) {
    [this.tick, this.lot] = [tick, lot];
  }

  /** Takes a frame; what is returned says why not, and then the book has to be asked for again. */
  apply(frame: BookFrame): Break | null {
    if (frame.type === 'snapshot') this.clear();
    else if (frame.prev !== this.mdSeq) return 'gap';
    for (const level of frame.bids) if (!this.put(this.bids, level, -1)) return 'grid';
    for (const level of frame.asks) if (!this.put(this.asks, level, 1)) return 'grid';
    [this.mdSeq, this.seq, this.time] = [frame.mdSeq, frame.seq, frame.t];
    if (frame.checksum === undefined) return null;
    if (frame.checksum !== this.checksum()) return 'checksum';
    this.verified++;
    return null;
  }

  checksum(): string {
    const sum = new Fnv64();
    for (const side of [this.bids, this.asks]) {
      for (let i = 0; i < Math.min(ChecksumLevels, side.prices.length); i++) {
        sum.add(side.prices[i] ?? 0);
        sum.add(side.sizes[i] ?? 0);
      }
    }
    return sum.hex();
  }

  private clear(): void {
    for (const side of [this.bids, this.asks]) side.prices.length = side.sizes.length = side.orders.length = 0;
  }

  private put(side: BookSide, [price, qty, orders]: LevelWire, direction: 1 | -1): boolean {
    const ticks = stepsOf(price, this.tick);
    const lots = stepsOf(qty, this.lot);
    if (ticks === null || lots === null) return false;
    const at = placeOf(side.prices, Number(ticks), direction);
    const isThere = side.prices[at] === Number(ticks);
    if (lots === 0n) {
      if (isThere) for (const list of [side.prices, side.sizes, side.orders]) list.splice(at, 1);
    } else if (isThere) {
      [side.sizes[at], side.orders[at]] = [Number(lots), orders];
    } else {
      side.prices.splice(at, 0, Number(ticks));
      side.sizes.splice(at, 0, Number(lots));
      side.orders.splice(at, 0, orders);
    }
    return true;
  }
}

/** The first place whose price is not better than this one. */
function placeOf(prices: readonly number[], ticks: number, direction: 1 | -1): number {
  let [from, to] = [0, prices.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (((prices[middle] ?? 0) - ticks) * direction < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
