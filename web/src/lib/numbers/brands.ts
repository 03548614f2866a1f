/**
 * Units of the venue as types. Prices of orders and quantities are safe integers by the venue's own bounds (prices below 2⁵⁰ ticks, positions below 2⁴⁰ lots);
 * their product is not, so everything counted in thousandths of a tick or in money is a bigint.
 */
declare const unit: unique symbol;

/** A price in ticks of its market. */
export type Ticks = number & { readonly [unit]: 'ticks' };

/** A quantity in lots of its market; signed where it is a position. */
export type Lots = number & { readonly [unit]: 'lots' };

/** A price in thousandths of a tick: index, mark, liquidation price. */
export type Subticks = bigint & { readonly [unit]: 'subticks' };

/** Money in millionths of a dollar. */
export type Micros = bigint & { readonly [unit]: 'micros' };

/** A rate in billionths: fees, margin rates, shares. */
export type Ppb = bigint & { readonly [unit]: 'ppb' };

export const SUB = 1000n;
export const ONE = 1_000_000_000n;

export const ticks = (value: number): Ticks => value as Ticks;
export const lots = (value: number): Lots => value as Lots;
export const subticks = (value: bigint): Subticks => value as Subticks;
export const micros = (value: bigint): Micros => value as Micros;
export const ppb = (value: bigint): Ppb => value as Ppb;
