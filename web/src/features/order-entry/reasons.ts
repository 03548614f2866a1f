import type { Market } from '@/lib/markets/terms';
import { maxOf, parseDecimal } from '@/lib/numbers';
import { reducesOnly } from '@/lib/orders';
import { order as text } from '@/text/order';
import { distanceToLiquidation, percentText } from './PreviewLines';
import type { OrderOnScreen } from './useOrder';

const NearPercent = 3;

type Judged = Pick<OrderOnScreen, 'outcome' | 'draft' | 'preview' | 'isOfThis' | 'price'>;

/** Why this order is shown once more before it goes; null when it goes at once. */
export function reasonsToAsk(order: Judged, market: Market, askAbove: number, asksUsually: boolean): readonly string[] | null {
  if (!order.outcome.ok) return null;
  const { draft } = order;
  const reasons: string[] = [];
  const worth = worthOf(order, market);
  if (worth === null) reasons.push(text.confirm.unknownWorth);
  else if (worth > BigInt(askAbove) * 1_000_000n) reasons.push(text.confirm.above(askAbove.toLocaleString('en-US')));
  const distance = reducesOnly(draft) || draft.kind === 'close' || !order.isOfThis ? null : distanceToLiquidation(order.preview, market);
  if (distance !== null && distance < NearPercent) reasons.push(text.confirm.near(percentText(distance)));
  const isUsual = asksUsually && (draft.kind === 'market' || draft.kind === 'close');
  return reasons.length > 0 || isUsual ? reasons : null;
}

/** The larger of what the engine said of this very order and what its lots are worth; null while neither is known. The limit holds for whoever is quicker than a preview, too. */
function worthOf({ outcome, preview, isOfThis, price }: Judged, market: Market): bigint | null {
  if (!outcome.ok) return null;
  const at = outcome.order.price ?? price;
  const reckoned = at === null ? null : BigInt(at) * BigInt(outcome.order.lots) * market.tickLotValue;
  const told = preview === null || !isOfThis ? null : preview.orders.reduce((sum, o) => sum + (parseDecimal(o.notional, 6) ?? 0n), 0n);
  return reckoned === null || told === null ? (reckoned ?? told) : maxOf(reckoned, told);
}
