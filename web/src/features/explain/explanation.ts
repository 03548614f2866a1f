import { evaluate, type Rules } from '@/lib/explain/evaluate';
import { maintenanceOf } from '@/lib/margin/tiers';
import type { Market } from '@/lib/markets/terms';

export interface StepWire {
  readonly name: string;
  readonly formula: string;
  readonly stated: string;
  readonly recomputed?: string;
  readonly same?: boolean;
}

/** An event's decision, recomputed by the venue from its journal. */
export interface ExplanationWire {
  readonly kind: string;
  readonly seq: number;
  readonly index: number;
  readonly time: number;
  readonly market?: string;
  readonly recomputed: number;
  readonly same: number;
  readonly steps: readonly StepWire[];
}

/** What this browser finds when it works a step out by itself: the same, another, or nothing that it can work out. */
export type Check = 'same' | 'other' | 'words';

export function checkOf({ formula, stated }: StepWire, market?: Market): Check {
  const rules: Rules = market === undefined ? {} : { margin: (notional) => maintenanceOf(market.tiers, notional) };
  const value = evaluate(formula, rules);
  if (value === null) return 'words';
  const found = value.kind === 'test' ? String(value.holds) : String(value.value);
  return found === stated ? 'same' : 'other';
}

/** How many steps agree, of those that can be worked out here. */
export function tally(steps: readonly StepWire[], market?: Market): { readonly same: number; readonly checked: number } {
  const checks = steps.map((s) => checkOf(s, market));
  return { same: checks.filter((c) => c === 'same').length, checked: checks.filter((c) => c !== 'words').length };
}
