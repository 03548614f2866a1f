import { maintenanceCollateral } from '../margin/collateral';
import { liquidationPrice, notionalAt, unrealised } from '../margin/position';
import { maintenanceOf } from '../margin/tiers';
import { maxOf, ONE } from '../numbers';
import type { Exit, Moves, StressedAccount, StressedPosition } from './account';

/** The way from now to there, cut into so many equal steps; all prices walk it together. */
export const STEPS = 1_000_000n;

export const priceAt = (mark: bigint, move: bigint, step: bigint): bigint => maxOf(1n, mark + (mark * move * step) / (ONE * STEPS));

export const moveOf = (moves: Moves, market: string | null): bigint => (market === null ? 0n : (moves.get(market) ?? 0n));

/** The step at which a price first reaches a level on its way; null when it does not. */
export function reachedAt(mark: bigint, move: bigint, level: bigint): bigint | null {
  const there = priceAt(mark, move, STEPS);
  const isOnTheWay = move < 0n ? level <= mark && level >= there : move > 0n && level >= mark && level <= there;
  if (!isOnTheWay) return null;
  return firstStep(0n, STEPS, (step) => (move < 0n ? priceAt(mark, move, step) <= level : priceAt(mark, move, step) >= level));
}

/** The first exit that the way meets, if any. */
export function exitOf(position: StressedPosition, move: bigint): { exit: Exit; step: bigint } | null {
  let first: { exit: Exit; step: bigint } | null = null;
  for (const exit of position.exits) {
    const step = reachedAt(position.mark, move, exit.level);
    if (step !== null && (first === null || step < first.step)) first = { exit, step };
  }
  return first;
}

/** Where an isolated position is liquidated on its way; null when it is not. */
export function potFails(position: StressedPosition, pot: bigint, move: bigint): bigint | null {
  const level = liquidationPrice(position, pot);
  if (level === null) return null;
  const isBelow = pot + unrealised(position, position.mark) < maintenanceOf(position.tiers, notionalAt(position, position.mark));
  return isBelow ? 0n : reachedAt(position.mark, move, level);
}

/** What the shared margin has beyond its maintenance at a step, with the exits before it taken at their levels. */
export function headroom(account: StressedAccount, moves: Moves, step: bigint, exits: ReadonlyMap<string, { exit: Exit; step: bigint }>): bigint {
  let rest = account.cash;
  for (const asset of account.collateral) rest += maintenanceCollateral(asset, priceAt(asset.price, moveOf(moves, asset.follows), step));
  for (const position of account.positions) {
    if (position.pot !== null) continue;
    const taken = exits.get(position.market);
    if (taken !== undefined && taken.step <= step) {
      rest += unrealised(position, taken.exit.level);
      continue;
    }
    const price = priceAt(position.mark, moveOf(moves, position.market), step);
    rest += unrealised(position, price) - maintenanceOf(position.tiers, notionalAt(position, price));
  }
  return rest;
}

/**
 * The step at which the shared margin falls short; null when it holds all the way.
 * Between two exits the headroom is concave (profit is linear in the price, maintenance convex), so a stretch whose both ends hold holds throughout, and one whose far end fails is
 * halved until the step is found. An exit that is reached is taken before anybody is liquidated, as in the engine.
 */
export function accountFails(account: StressedAccount, moves: Moves, exits: ReadonlyMap<string, { exit: Exit; step: bigint }>): bigint | null {
  const marks = [...exits.values()].map((e) => e.step).filter((step) => step > 0n).sort((a, b) => (a < b ? -1 : 1));
  const fails = (step: bigint): boolean => headroom(account, moves, step, exits) < 0n;
  let from = 0n;
  for (const until of [...marks, STEPS + 1n]) {
    if (fails(from)) return from;
    const end = until - 1n;
    if (end > from && fails(end)) return firstStep(from, end, fails);
    from = until <= STEPS ? until : STEPS;
  }
  return fails(from) ? from : null;
}

/** The least step in (low, high] for which `holds` turns true; it is true at `high`. */
function firstStep(low: bigint, high: bigint, holds: (step: bigint) => boolean): bigint {
  if (holds(low)) return low;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
