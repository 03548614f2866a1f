import type { Market } from '@/lib/markets/terms';
import { format, formatSteps, type Grid, parseDecimalDown } from '@/lib/numbers';

const SizeDigits = 4;

/** A price with its market's own digits. */
export const priceText = (ticks: number | bigint, grid: Grid): string => formatSteps(ticks, grid);

/** A size for tables and books: at most four digits behind the point. */
export const sizeText = (lots: number | bigint, grid: Grid, digits = SizeDigits): string => formatSteps(lots, grid, { digits: Math.min(digits, grid.decimals) });

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
