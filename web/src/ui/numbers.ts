import type { Market } from '@/lib/markets/terms';
import { absOf, format, formatSteps, type Grid, parseDecimalDown } from '@/lib/numbers';

const SizeDigits = 4;

/** A price with its market's own digits. */
export const priceText = (ticks: number | bigint, grid: Grid): string => formatSteps(ticks, grid);

/** A size for tables and books: at most four digits behind the point, and all of them where less would say that there is nothing. */
export function sizeText(lots: number | bigint, grid: Grid, digits = SizeDigits): string {
  const shown = Math.min(digits, grid.decimals);
  const hides = BigInt(lots) !== 0n && absOf(BigInt(lots) * grid.step) * 2n < 10n ** BigInt(grid.decimals - shown);
  return formatSteps(lots, grid, { digits: hides ? grid.decimals : shown });
}

/** A size in a sentence or a form, with its market's own digits. */
export const exactSizeText = (lots: number | bigint, grid: Grid): string => formatSteps(lots, grid);

/** A price as the API spelled it (a mark has three digits more than a tick) with the market's own digits; a dash while there is none. */
export function wirePriceText(text: string | undefined, market: Market, rounding: 'down' | 'up' | 'nearest' = 'nearest'): string {
  const { decimals } = market.subtick;
  const count = text === undefined ? null : parseDecimalDown(text, decimals);
  return count === null ? '—' : format(count, decimals, { digits: market.tick.decimals, rounding });
}

/** A price as the API spelled it, in thousandths of a tick; null while there is none. */
export function subticksOf(text: string | undefined, market: Market): bigint | null {
  const count = text === undefined ? null : parseDecimalDown(text, market.subtick.decimals);
  return count === null ? null : count / market.subtick.step;
}
