import { floorDiv, lots, type Lots, ticks, type Ticks } from '../numbers';

export interface Rung {
  readonly price: Ticks;
  readonly lots: Lots;
}

/**
 * The orders of a ladder as the engine will place them: prices evenly from first to last, halves up; sizes rising evenly to `ratio` times the first (in millionths), floored, and what
 * the floors left over to the largest remainders, the earlier first.
 */
export function ladder(size: Lots, from: Ticks, to: Ticks, count: number, ratio: bigint): Rung[] {
  const last = BigInt(count - 1);
  const weights = Array.from({ length: count }, (_, i) => last * 1_000_000n + BigInt(i) * (ratio - 1_000_000n));
  const total = weights.reduce((sum, w) => sum + w, 0n);
  const shares = weights.map((w) => (BigInt(size) * w) / total);
  const remainders = weights.map((w, i) => ({ i, left: (BigInt(size) * w) % total }));
  remainders.sort((a, b) => (a.left === b.left ? a.i - b.i : a.left > b.left ? -1 : 1));
  let over = Number(BigInt(size) - shares.reduce((sum, s) => sum + s, 0n));
  for (const { i } of remainders) {
    if (over-- <= 0) break;
    shares[i] = (shares[i] ?? 0n) + 1n;
  }
  return shares.map((share, i) => ({ price: priceAt(from, to, i, count), lots: lots(Number(share)) }));
}

/** Halves go up, also when the ladder goes down. */
const priceAt = (from: Ticks, to: Ticks, i: number, count: number): Ticks => {
  const climb = BigInt(to - from) * BigInt(i);
  const over = BigInt(count - 1);
  return ticks(from + Number(floorDiv(2n * climb + over, 2n * over)));
};
