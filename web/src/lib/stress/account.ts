import type { Collateral } from '../margin/collateral';
import type { Held } from '../margin/position';

/** A stop or target that closes a whole position at market when the mark reaches it. */
export interface Exit {
  readonly kind: 'stop' | 'takeProfit';
  readonly level: bigint;
}

export interface StressedPosition extends Held {
  readonly market: string;
  /** In thousandths of a tick, as everything here that is a price of a market. */
  readonly mark: bigint;
  /** The pot of an isolated position; null of one that shares the account's margin. */
  readonly pot: bigint | null;
  readonly exits: readonly Exit[];
}

export interface StressedCollateral extends Collateral {
  readonly price: bigint;
  /** The market whose moves it follows; null when its price stays. */
  readonly follows: string | null;
}

/** What an account is made of, at one moment. */
export interface StressedAccount {
  readonly cash: bigint;
  readonly collateral: readonly StressedCollateral[];
  readonly positions: readonly StressedPosition[];
}

/** By how much each market's price changes, in billionths of it. A market that is left out stays. */
export type Moves = ReadonlyMap<string, bigint>;
