import { ceilDiv, maxOf, ONE } from '../numbers';
import type { Tier } from '../markets/terms';

const tierOf = (tiers: readonly Tier[], notional: bigint): Tier => {
  const tier = tiers.findLast((t) => notional >= t.floor) ?? tiers[0];
  if (tier === undefined) throw new RangeError('a market without margin tiers');
  return tier;
};

/** What must stay behind a position of this size in money. */
export function maintenanceOf(tiers: readonly Tier[], notional: bigint): bigint {
  if (notional <= 0n) return 0n;
  const tier = tierOf(tiers, notional);
  return ceilDiv(notional * tier.maintenance, ONE) - tier.maintenanceOff;
}

/** What must be behind it when it is taken, at a leverage: whichever of leverage and table asks for more. */
export function initialOf(tiers: readonly Tier[], notional: bigint, leverage: number): bigint {
  if (notional <= 0n) return 0n;
  const tier = tierOf(tiers, notional);
  return maxOf(ceilDiv(notional, BigInt(leverage)), ceilDiv(notional * tier.initial, ONE) - tier.initialOff);
}
