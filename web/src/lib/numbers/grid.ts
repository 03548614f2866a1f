import { decimalText, parseDecimal } from './decimal';
import { ceilDiv, floorDiv } from './rounding';

/** A market's steps of price or quantity: one step is `step` × 10⁻ᵈᵉᶜⁱᵐᵃˡˢ, and `decimals` is also how many digits are shown. */
export interface Grid {
  readonly step: bigint;
  readonly decimals: number;
}

/** The grid whose step is spelled like this: "0.1", "0.5", "10". */
export function gridOf(stepText: string): Grid {
  const decimals = stepText.split('.')[1]?.replace(/0+$/, '').length ?? 0;
  const step = parseDecimal(stepText, decimals);
  if (step === null || step <= 0n) throw new RangeError(`not a step: ${stepText}`);
  return { step, decimals };
}

/** A thousand times finer: where mark, index and averages live. */
export const subGrid = (grid: Grid): Grid => ({ step: grid.step, decimals: grid.decimals + 3 });

/** How many steps a decimal string is; null when it is none or lies between two. */
export function stepsOf(text: string, grid: Grid): bigint | null {
  const count = parseDecimal(text, grid.decimals);
  return count === null || count % grid.step !== 0n ? null : count / grid.step;
}

/** The nearest step at or below (or at or above) a decimal string of any fineness, and whether it lay between two. */
export function snap(text: string, grid: Grid, to: 'down' | 'up'): { steps: bigint; isOff: boolean } | null {
  const digits = Math.max(grid.decimals, text.split('.')[1]?.length ?? 0);
  const count = parseDecimal(text, digits);
  if (count === null) return null;
  const step = grid.step * 10n ** BigInt(digits - grid.decimals);
  return { steps: to === 'down' ? floorDiv(count, step) : ceilDiv(count, step), isOff: count % step !== 0n };
}

/** How the API spells so many steps. */
export const stepsText = (steps: bigint | number, grid: Grid): string => decimalText(BigInt(steps) * grid.step, grid.decimals);
