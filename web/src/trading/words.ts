import type { OrderWire } from '@/api/types';
import type { Market } from '@/lib/markets/terms';
import { stepsOf } from '@/lib/numbers';
import { exactSizeText, wirePriceText } from '@/ui/numbers';

const kinds = { stop: 'Stop', takeProfit: 'Take-profit', trailing: 'Trailing stop' } as const;

export const sideWord = (side: 'buy' | 'sell'): string => (side === 'buy' ? 'Buy' : 'Sell');

/** What kind of order it is, in a word. */
export const kindWord = (order: OrderWire): string =>
  order.trigger !== undefined ? kinds[order.trigger] : order.type === 'twap' ? 'TWAP' : order.type === 'limit' ? (order.display === undefined ? 'Limit' : 'Iceberg') : 'Market';

/** An order in one line: "Buy 0.25000 BTC at 63,350.0". */
export function orderWords(order: OrderWire, market: Market): string {
  const size = order.position ? 'position' : `${exactSizeText(stepsOf(order.rest, market.lot) ?? 0n, market.lot)} ${market.base}`;
  const price = order.triggerPrice ?? order.price;
  const at = price === undefined ? '' : ` at ${wirePriceText(price, market)}`;
  return order.trigger === undefined ? `${sideWord(order.side)} ${size}${at}` : `${kinds[order.trigger]} ${size}${at}`;
}
