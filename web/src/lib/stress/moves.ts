import { ONE } from '../numbers';
import type { Moves, StressedAccount } from './account';
import { STEPS } from './path';
import { stress, type PositionThere } from './stress';

/** How other markets answer a move of the one that is pushed: by how they have moved with it, as much, or not at all. */
export type Following = 'beta' | 'same' | 'stay';

/** The moves of all markets when `pushed` moves by `move` billionths. Nobody falls by more than all there is. */
export function movesOf(pushed: string, move: bigint, markets: readonly string[], following: Following, betas: ReadonlyMap<string, bigint>): Moves {
  const moves = new Map<string, bigint>([[pushed, move]]);
  for (const market of markets) {
    if (market === pushed || following === 'stay') continue;
    const followed = following === 'same' ? move : (move * (betas.get(market) ?? ONE)) / ONE;
    moves.set(market, followed < -ONE ? -ONE : followed);
  }
  return moves;
}

/**
 * How one price has answered another, day by day, in billionths: covariance of their daily changes over the variance of the other's; null below 20 days. A statistic, so floats will do.
 */
export function betaOf(closes: readonly number[], others: readonly number[]): bigint | null {
  const own = changes(closes);
  const other = changes(others);
  const count = Math.min(own.length, other.length);
  if (count < 20) return null;
  const x = other.slice(-count);
  const y = own.slice(-count);
  const meanX = mean(x);
  const meanY = mean(y);
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < count; i++) {
    const dx = (x[i] ?? 0) - meanX;
    covariance += dx * ((y[i] ?? 0) - meanY);
    variance += dx * dx;
  }
  return variance === 0 ? null : BigInt(Math.round((covariance / variance) * 1e9));
}

const changes = (closes: readonly number[]): number[] => closes.slice(1).map((close, i) => close / (closes[i] ?? close) - 1);
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

/** Who is liquidated first when `pushed` goes one way, at which of its moves, and the exit that would come before it. */
export interface First {
  readonly market: string;
  readonly move: bigint;
  readonly exit: bigint | null;
}

/** Nobody when a move of `reach` billionths leaves everybody standing. */
export function firstLiquidated(account: StressedAccount, reach: bigint, moves: (move: bigint) => Moves): First | null {
  const bare = stress(account, moves(reach), false).positions.filter((p) => p.fate.kind === 'liquidated');
  const first = bare.reduce<PositionThere | null>((least, p) => (least === null || (p.step ?? 0n) < (least.step ?? 0n) ? p : least), null);
  if (first === null) return null;
  const kept = stress(account, moves(reach), true).positions.find((p) => p.market === first.market);
  const exit = kept !== undefined && kept.fate.kind !== 'open' && kept.fate.kind !== 'liquidated' ? kept.fate.at : null;
  return { market: first.market, move: (reach * (first.step ?? 0n)) / STEPS, exit };
}
