import type { Level } from '@/lib/book/grouping';
import { type Grid, lots, stepsOf, ticks } from '@/lib/numbers';
import { Fnv64 } from './checksum';

/** One side, best first. */
export type BookSide = readonly Level[];

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
  readonly bids: Level[] = [];
  readonly asks: Level[] = [];
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
      for (const level of side.slice(0, ChecksumLevels)) {
        sum.add(level.price);
        sum.add(level.size);
      }
    }
    return sum.hex();
  }

  private clear(): void {
    this.bids.length = 0;
    this.asks.length = 0;
  }

  private put(side: Level[], [price, qty, orders]: LevelWire, direction: 1 | -1): boolean {
    const [steps, count] = [stepsOf(price, this.tick), stepsOf(qty, this.lot)];
    if (steps === null || count === null) return false;
    const level: Level = { price: ticks(Number(steps)), size: lots(Number(count)), orders };
    const at = placeOf(side, level.price, direction);
    const isThere = side[at]?.price === level.price;
    if (level.size === 0) side.splice(at, isThere ? 1 : 0);
    else side.splice(at, isThere ? 1 : 0, level);
    return true;
  }
}

/** The first place whose price is not better than this one. */
function placeOf(side: BookSide, price: number, direction: 1 | -1): number {
  let [from, to] = [0, side.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (((side[middle]?.price ?? 0) - price) * direction < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
