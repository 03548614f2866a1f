import type { OrderWire } from '@/api/types';
import type { Market } from '@/lib/markets/terms';
import { stepsOf } from '@/lib/numbers';

/** What of the book is one's own, by price in ticks: bids above zero, asks below. Orders that wait for a trigger are in no book. */
export function ownLots(orders: Iterable<OrderWire>, market: Market): Map<number, number> {
  const own = new Map<number, number>();
  for (const order of orders) {
    if (order.market !== market.name || order.price === undefined || (order.state !== 'live' && order.state !== 'partiallyFilled')) continue;
    const [price, lots] = [stepsOf(order.price, market.tick), stepsOf(order.rest, market.lot)];
    if (price === null || lots === null) continue;
    own.set(Number(price), (own.get(Number(price)) ?? 0) + Number(order.side === 'buy' ? lots : -lots));
  }
  return own;
}
