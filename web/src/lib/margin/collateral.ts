import { floorDiv, minOf, ONE } from '../numbers';

/** Something other than the settle asset that counts as margin. Amounts in the asset's own smallest unit, prices in millionths of a dollar. */
export interface Collateral {
  readonly asset: string;
  readonly decimals: number;
  /** What of the balance counts: the rest lies above a cap. */
  readonly counted: bigint;
  readonly initialWeight: bigint;
  readonly maintenanceWeight: bigint;
}

/** What it counts as at a price, floored twice as the engine does: first the value, then its weight. */
export const collateralValue = (of: Collateral, price: bigint, weight: bigint): bigint => floorDiv(floorDiv(of.counted * price, 10n ** BigInt(of.decimals)) * weight, ONE);

/** For new risk the lower of the index and its hourly average counts, so that a spike lends to nobody. */
export const initialCollateral = (of: Collateral, index: bigint, hourAverage: bigint): bigint => collateralValue(of, minOf(index, hourAverage), of.initialWeight);

export const maintenanceCollateral = (of: Collateral, index: bigint): bigint => collateralValue(of, index, of.maintenanceWeight);
