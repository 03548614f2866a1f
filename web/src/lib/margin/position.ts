import { absOf, ceilDiv, floorDiv, ONE, SUB } from '../numbers';
import type { Tier } from '../markets/terms';

/** What the arithmetic needs of a position: signed lots, signed cost, and how the market counts. */
export interface Held {
  readonly size: bigint;
  readonly cost: bigint;
  readonly tickLotValue: bigint;
  readonly tiers: readonly Tier[];
}

/** Profit not yet taken, at a mark in thousandths of a tick. Rounded down, as the engine does. */
export const unrealised = (held: Held, mark: bigint): bigint => floorDiv(held.size * mark * held.tickLotValue, SUB) - held.cost;

/** What the position is worth at a mark, without sign. */
export const notionalAt = (held: Held, mark: bigint): bigint => ceilDiv(absOf(held.size) * mark * held.tickLotValue, SUB);

/** Average entry in thousandths of a tick, towards zero: for people, the cost beside it is exact. */
export const entryOf = (held: Held): bigint | null => (held.size === 0n ? null : (absOf(held.cost) * SUB) / (absOf(held.size) * held.tickLotValue));

/**
 * The mark at which equity meets maintenance margin, in thousandths of a tick, rounded towards the mark; null when no price does.
 * `margin` is the pot of an isolated position; of a cross account its equity without this position, less the maintenance of the others.
 */
export function liquidationPrice(held: Held, margin: bigint): bigint | null {
  if (held.size === 0n) return null;
  const worth = absOf(held.size) * held.tickLotValue;
  const cost = absOf(held.cost);
  return held.size > 0n ? longLiquidation(held.tiers, worth, cost - margin) : shortLiquidation(held.tiers, worth, cost + margin);
}

function longLiquidation(tiers: readonly Tier[], worth: bigint, gap: bigint): bigint | null {
  const tier = tiers.findLast((t) => t.floor * (ONE - t.maintenance) + t.maintenanceOff * ONE <= gap * ONE) ?? tiers[0];
  if (tier === undefined || gap - tier.maintenanceOff <= 0n) return null;
  return ceilDiv((gap - tier.maintenanceOff) * ONE * SUB, worth * (ONE - tier.maintenance));
}

function shortLiquidation(tiers: readonly Tier[], worth: bigint, reach: bigint): bigint | null {
  const tier = tiers.findLast((t) => t.floor * (ONE + t.maintenance) - t.maintenanceOff * ONE <= reach * ONE) ?? tiers[0];
  if (tier === undefined) return null;
  const price = floorDiv((reach + tier.maintenanceOff) * ONE * SUB, worth * (ONE + tier.maintenance));
  return price > 0n ? price : null;
}

/** The mark at which nothing of the margin is left, without closing fees; null when no price does. */
export function bankruptcyPrice(held: Held, margin: bigint): bigint | null {
  if (held.size === 0n) return null;
  const worth = absOf(held.size) * held.tickLotValue;
  const cost = absOf(held.cost);
  const price = held.size > 0n ? ceilDiv((cost - margin) * SUB, worth) : floorDiv((cost + margin) * SUB, worth);
  return price > 0n ? price : null;
}
