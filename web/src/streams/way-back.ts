import type { MarketState } from '@/api/types';

/** Where a market is on its way, as far as this page saw it. */
export interface Step {
  readonly state: MarketState;
  /** In our own time. */
  readonly since: number;
  /** Whether it comes from a halt: then it must stay a while at each step. */
  readonly fromHalt: boolean;
}

/** How long a market stays at least where it is, on the way back from a halt. */
const leastMs: Partial<Record<MarketState, number>> = { cancelOnly: 60_000, postOnly: 30_000 };

export function stepTo(before: Step | undefined, state: MarketState, now: number): Step {
  if (before?.state === state) return before;
  const onTheWay = state === 'halted' || ((state === 'cancelOnly' || state === 'postOnly') && before?.fromHalt === true);
  return { state, since: now, fromHalt: onTheWay };
}

/** How long the next step of the way back must wait yet; the engine has the last word. */
export const waitOf = (step: Step | undefined, now: number): number => (step?.fromHalt === true ? Math.max(0, step.since + (leastMs[step.state] ?? 0) - now) : 0);
