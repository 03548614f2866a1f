import type { FillWire } from '@/api/types';
import { formatMoney, parseDecimal, stepsOf } from '@/lib/numbers';
import { usePreferences } from '@/stores/preferences';
import { toast } from '@/stores/toasts';
import { type AccountEvent, onAccountStep } from '@/streams/account';
import { markets } from '@/streams/markets';
import { acts, endReasons } from '@/text/acts';
import { noticesText } from '@/text/notices';
import { sayRefusal } from '@/text/refusals';
import { exactSizeText, wirePriceText } from '@/ui/numbers';
import { play } from './sounds';
import { orderWords } from './words';

const JoinMs = 1_000;

/** Fills of one order that come close together are one message. */
const joined = new Map<string, { fills: FillWire[]; at: number }>();

/** Tells what happened to the account as it happens; called once. */
export function followNotices(): void {
  onAccountStep((events) => {
    for (const event of events) tell(event);
  });
}

function tell(event: AccountEvent): void {
  const { orders, money } = usePreferences.getState().tells;
  if (event.fill && (orders || isForced(event.fill))) tellFill(event.fill);
  if (event.order && orders) tellEnd(event.order);
  if (event.topic === 'notifications') tellNotice(event);
  if (event.event === 'fundingPaid' && event.topic === 'notifications' && money) tellFunding(event);
}

/** Taken by the engine, not sent by the trader. */
const isForced = (fill: FillWire): boolean => fill.reason === 'liquidation' || fill.reason === 'adl' || fill.reason === 'backstop';

function tellFill(fill: FillWire): void {
  const now = Date.now();
  const before = joined.get(fill.orderId);
  const fills = before && now - before.at < JoinMs ? [...before.fills, fill] : [fill];
  joined.set(fill.orderId, { fills, at: now });
  if (joined.size > 200) joined.delete([...joined.keys()][0] ?? '');
  const market = markets.get().byName.get(fill.market);
  if (!market) return;
  const lots = fills.map((f) => stepsOf(f.qty, market.lot) ?? 0n);
  const all = lots.reduce((a, b) => a + b, 0n);
  const worth = fills.reduce((sum, f, i) => sum + (parseDecimal(f.price, market.subtick.decimals) ?? 0n) * (lots[i] ?? 0n), 0n);
  const fee = fills.reduce((sum, f) => sum + (parseDecimal(f.fee, 6) ?? 0n), 0n);
  const average = all === 0n ? 0n : worth / all;
  const price = wirePriceText(decimal(average, market.subtick.decimals), market);
  const left = fill.orderRest === '0' ? '' : ` · ${acts.more(`${exactSizeText(stepsOf(fill.orderRest, market.lot) ?? 0n, market.lot)} ${market.base}`)}`;
  const force = isForced(fill);
  play(force ? 'risk' : 'fill');
  toast({
    key: `fill/${fill.orderId}`,
    tone: force ? 'bad' : fill.side === 'buy' ? 'up' : 'down',
    stays: force,
    title: force ? `${acts.liquidation(fill.market)}: ${exactSizeText(all, market.lot)} ${market.base} at ${price}` : acts.filled(fill.side === 'buy' ? acts.bought : acts.sold, exactSizeText(all, market.lot), market.base, price),
    text: acts.fee(formatMoney(fee, { rounding: 'up' }), fill.isMaker ? acts.maker : acts.taker) + left,
  });
}

const decimal = (count: bigint, decimals: number): string => {
  const digits = count.toString().padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};

// What the trader did himself was told by the act, and exits end with their entry; what ended by itself is told here.
const own = new Set(['user', 'amend', 'massCancel', 'oco', 'entryUnfilled', undefined]);

function tellEnd(order: NonNullable<AccountEvent['order']>): void {
  if ((order.state !== 'cancelled' && order.state !== 'expired' && order.state !== 'rejected') || (own.has(order.reason) && order.code === undefined)) return;
  const market = markets.get().byName.get(order.market);
  if (!market) return;
  play('reject');
  toast({
    tone: 'bad',
    stays: false,
    title: `${acts.ended[order.state]}: ${orderWords(order, market)}`,
    text: order.code !== undefined ? sayRefusal({ code: order.code, message: order.code }) : endReasons[order.reason ?? ''],
  });
}

/** What funding took or gave, once an hour and market. */
function tellFunding(event: AccountEvent): void {
  const paid = parseDecimal(String(event['amount'] ?? ''), 6);
  if (paid === null || paid === 0n) return;
  toast({ key: `funding/${event.market ?? ''}`, tone: 'plain', title: paid > 0n ? noticesText.fundingPaid(formatMoney(paid, { rounding: 'up' })) : noticesText.fundingGot(formatMoney(-paid)), text: event.market });
}

function tellNotice(event: AccountEvent): void {
  const title = acts.notice[event.event as keyof typeof acts.notice] as string | undefined;
  if (title === undefined) return;
  play('risk');
  toast({ key: `notice/${event.event}/${event.market ?? ''}`, tone: 'bad', title, text: event.market });
}
