import type { Grid } from './grid';
import { fixedText } from './decimal';
import { absOf, ceilDiv, floorDiv, roundDiv } from './rounding';

/** U+2212: as wide as a plus in our type, so that columns stand still when a sign changes. */
export const MINUS = '\u2212';
/** Before a percent sign. */
export const THIN = '\u2009';

export type Grouping = ',' | '.' | '\u202f' | '';
export type Rounding = 'down' | 'up' | 'nearest';

const divide = { down: floorDiv, up: ceilDiv, nearest: roundDiv } as const;
let grouping: Grouping = ',';

/** What stands between thousands, everywhere. A point there makes the decimal sign a comma. */
export function setGrouping(to: Grouping): void {
  grouping = to;
}

export const groupingSign = (): Grouping => grouping;
export const decimalSign = (): '.' | ',' => (grouping === '.' ? ',' : '.');

export interface Shape {
  /** Digits behind the point; as many as the count has when left out. */
  readonly digits?: number | undefined;
  readonly rounding?: Rounding | undefined;
  /** A plus before what is above zero. Zero has no sign. */
  readonly sign?: boolean | undefined;
}

/** A count of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ for people: grouped, trailing zeros kept, a true minus. The last step, and the only place where digits are dropped. */
export function format(count: bigint, decimals: number, { digits = decimals, rounding = 'nearest', sign = false }: Shape = {}): string {
  const shown = digits >= decimals ? count * 10n ** BigInt(digits - decimals) : divide[rounding](count, 10n ** BigInt(decimals - digits));
  const [whole = '', fraction] = fixedText(absOf(shown), digits).split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, grouping) + (fraction === undefined ? '' : decimalSign() + fraction);
  if (shown < 0n) return MINUS + text;
  return sign && shown > 0n ? `+${text}` : text;
}

/** So many steps of a grid, with the grid's own digits. */
export const formatSteps = (steps: bigint | number, grid: Grid, shape?: Shape): string => format(BigInt(steps) * grid.step, grid.decimals, shape);

/** Money: two digits, and the remainder against whoever reads it (what he has or gains goes down, what he pays goes up). */
export const formatMoney = (amount: bigint, shape: Shape = {}): string => format(amount, 6, { digits: 2, rounding: 'down', ...shape });

/** A share in billionths as percent. */
export const formatPercent = (share: bigint, shape: Shape = {}): string => format(share, 7, { digits: 2, ...shape }) + THIN + '%';

/** A rate in billionths as basis points. */
export const formatBasisPoints = (rate: bigint, shape: Shape = {}): string => `${format(rate, 5, { digits: 1, ...shape })} bp`;

const compactSteps: readonly (readonly [letter: string, power: number])[] = [['T', 12], ['B', 9], ['M', 6], ['K', 3]];

/** Large amounts in few digits, "412.60M". For volume and open interest only: nothing anybody is owed is shown like this. */
export function formatCompact(count: bigint, decimals: number): string {
  const size = absOf(count);
  for (const [letter, power] of compactSteps) {
    const from = 10n ** BigInt(decimals + Math.max(power, 4));
    if (size >= from) return format(count, decimals + power, { digits: 2, rounding: 'down' }) + letter;
  }
  return format(count, decimals, { digits: Math.min(decimals, size < 10n ** BigInt(decimals + 2) ? 2 : 0), rounding: 'down' });
}
