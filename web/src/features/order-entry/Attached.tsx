import type { Market } from '@/lib/markets/terms';
import { type Draft, opposite, readPrice } from '@/lib/orders';
import { format, formatMoney, THIN } from '@/lib/numbers';
import { order as text } from '@/text/order';
import { PriceInput } from './fields';
import type { OrderOnScreen } from './useOrder';

/** Take-profit and stop-loss that come with the order, each with what it would bring. */
export function Attached({ draft, market, order, problem }: { draft: Draft; market: Market; order: OrderOnScreen; problem: OrderOnScreen['problem'] }) {
  if (draft.reduceOnly) return null;
  return (
    <div className="pair attached">
      {(['takeProfit', 'stopLoss'] as const).map((name) => (
        <div key={name}>
          <PriceInput name={name} label={text[name]} market={market} side={opposite(draft.side)} references={order.references} problem={problem(name)} placeholder="—" />
          <Result text={draft[name]} draft={draft} market={market} order={order} />
        </div>
      ))}
    </div>
  );
}

function Result({ text: typed, draft, market, order }: { text: string; draft: Draft; market: Market; order: OrderOnScreen }) {
  const exit = readPrice(typed, market, opposite(draft.side), order.references);
  const entry = order.price;
  if (!exit.ok || entry === null || !order.outcome.ok) return null;
  const gain = BigInt(draft.side === 'buy' ? exit.ticks - entry : entry - exit.ticks);
  const result = gain * BigInt(order.outcome.order.lots) * market.tickLotValue;
  return (
    <span className={result > 0n ? 'note up' : result < 0n ? 'note down' : 'note'}>
      {formatMoney(result, { sign: true })} · {format((gain * 100_000n) / BigInt(entry), 3, { digits: 1, sign: true })}
      {THIN}%
    </span>
  );
}
