import { useEffect, useState } from 'react';
import { api } from '@/api/client';
import type { OrderWire } from '@/api/types';
import type { Market } from '@/lib/markets/terms';
import { absOf, format, formatMoney, formatSteps, parseDecimalDown, stepsOf, THIN } from '@/lib/numbers';
import { momentText } from '@/lib/time/zone';
import { useSession } from '@/stores/session';
import { account, hasEnded, type PastFill } from '@/streams/account';
import { markets } from '@/streams/markets';
import { endReasons } from '@/text/acts';
import { sayRefusal } from '@/text/refusals';
import { tables as text } from '@/text/tables';
import { cancelOrder, sayProblem, setPaused } from '@/trading/actions';
import { useAmending, usePending } from '@/trading/pending';
import { kindWord, orderWords, sideWord } from '@/trading/words';
import { type Column, DataTable } from '@/ui/DataTable';
import { sizeText, subticksOf, wirePriceText } from '@/ui/numbers';
import { OnceButton } from '@/ui/OnceButton';
import { Empty } from './Empty';
import { isConditional, isResting, isTwap } from './facts';

export interface OrderRow {
  readonly order: OrderWire;
  readonly market: Market;
  /** What an order that ended was filled at on average, in thousandths of a tick; absent where nothing was filled or it is not known. */
  readonly average?: bigint | undefined;
}

export type OnColumns<Row> = (columns: readonly Column<Row>[], rows: readonly Row[]) => void;

const kinds = { orders: isResting, conditional: isConditional, twaps: isTwap } as const;

export function useOrderRows(only: string | null): readonly OrderRow[] {
  const orders = account.use((a) => a.orders);
  const byName = markets.use((m) => m.byName);
  return [...orders.values()]
    .flatMap((order) => {
      const market = byName.get(order.market);
      return market && (only === null || order.market === only) ? [{ order, market }] : [];
    })
    .sort((a, b) => Number(BigInt(b.order.orderId) - BigInt(a.order.orderId)));
}

export function Orders({ kind, only, onColumns }: { kind: keyof typeof kinds; only: string | null; onColumns: OnColumns<OrderRow> }) {
  const rows = useOrderRows(only).filter((r) => kinds[kind](r.order));
  const columns = kind === 'orders' ? resting : kind === 'conditional' ? conditional : twaps;
  onColumns(columns, rows);
  return (
    <>
      <DataTable label={text.tabs[kind]} columns={columns} rows={rows} keyOf={(r) => r.order.orderId} empty={<Empty name={kind} />} />
      {kind === 'orders' && <PendingRows />}
    </>
  );
}

/** Orders on their way: never a fill, never a balance, only that they were sent. They stand below the others, so that no row moves away from under a press. */
function PendingRows() {
  const rows = usePending((p) => p.rows);
  if (rows.length === 0) return null;
  return (
    <ul className="pending">
      {rows.map((row) => (
        <li key={row.id} data-state={row.state}>
          <b>{row.words}</b>
          <span>{row.problem ? sayProblem(row.problem) : text.pending[row.state]}</span>
        </li>
      ))}
    </ul>
  );
}

const c = text.columns;

const name: Column<OrderRow> = {
  id: 'market', label: c.market, isLeft: true, by: (r) => r.order.market, csv: (r) => r.order.market,
  render: ({ order }) => (
    <span className="side-name" data-side={order.side === 'buy' ? 'up' : 'down'}>
      <b>{order.market}</b> <span className={order.side === 'buy' ? 'up' : 'down'}>{sideWord(order.side)}</span>
    </span>
  ),
};

const type: Column<OrderRow> = { id: 'type', label: c.type, isLeft: true, csv: (r) => kindWord(r.order), render: (r) => kindWord(r.order) };

const size: Column<OrderRow> = {
  id: 'size', label: c.size, csv: (r) => r.order.qty,
  render: ({ order, market }) => (order.position ? text.position : `${sizeText(stepsOf(order.qty, market.lot) ?? 0n, market.lot)} ${market.base}`),
};

const filled: Column<OrderRow> = { id: 'filled', label: c.filled, csv: (r) => r.order.filled, render: ({ order, market }) => <Filled order={order} market={market} /> };

const acts: Column<OrderRow> = { id: 'acts', label: '', render: (row) => <Acts {...row} /> };

const rules: Column<OrderRow> = { id: 'rules', label: c.rules, isLeft: true, isExtra: true, render: ({ order, market }) => <span className="soft">{rulesOf(order, market)}</span> };

const resting: readonly Column<OrderRow>[] = [
  name,
  type,
  { id: 'price', label: c.price, by: (r) => subticksOf(r.order.price, r.market) ?? 0n, csv: (r) => r.order.price ?? '', render: (r) => <Moving {...r} field="price" /> },
  size,
  filled,
  { id: 'value', label: c.value, isExtra: true, render: ({ order, market }) => valueOf(order, market) },
  rules,
  acts,
];

const conditional: readonly Column<OrderRow>[] = [
  name,
  type,
  { id: 'trigger', label: c.trigger, by: (r) => subticksOf(r.order.triggerPrice, r.market) ?? 0n, csv: (r) => r.order.triggerPrice ?? '', render: (r) => <Moving {...r} field="triggerPrice" /> },
  { id: 'distance', label: c.distance, render: ({ order, market }) => <TriggerDistance order={order} market={market} /> },
  { id: 'then', label: c.then, render: ({ order, market }) => (order.price === undefined ? text.market : `${text.limit} ${wirePriceText(order.price, market)}`) },
  size,
  { ...rules, isExtra: true },
  acts,
];

const twaps: readonly Column<OrderRow>[] = [
  name,
  size,
  { id: 'progress', label: c.progress, render: ({ order, market }) => <Filled order={order} market={market} isWide /> },
  { id: 'state', label: c.state, isLeft: true, render: ({ order }) => (order.paused ? <span className="warn">{text.paused}</span> : text.states[order.state]) },
  acts,
];

function Moving({ order, market, field }: OrderRow & { field: 'price' | 'triggerPrice' }) {
  const wanted = useAmending((a) => a.byOrder.get(order.orderId)?.[field]);
  if (wanted === undefined) return <>{wirePriceText(order[field], market)}</>;
  return (
    <span className="moving">
      <s>{wirePriceText(order[field], market)}</s> {wirePriceText(wanted, market)}
    </span>
  );
}

function Filled({ order, market, isWide = false }: OrderRow & { isWide?: boolean }) {
  const [done, all] = [stepsOf(order.filled, market.lot) ?? 0n, stepsOf(order.qty, market.lot) ?? 0n];
  const share = all === 0n ? 0 : Number((done * 1000n) / all) / 10;
  return (
    <span className={isWide ? 'filled wide' : 'filled'}>
      <i>
        <i style={{ width: `${String(share)}%` }} />
      </i>
      {share.toFixed(0)}
      {THIN}%
    </span>
  );
}

function Acts({ order, market }: OrderRow) {
  const isCancelling = useAmending((a) => a.cancelling.has(order.orderId));
  const words = orderWords(order, market);
  return (
    <span className="acts">
      {order.type === 'twap' && (
        <OnceButton className="btn ghost sm" onPress={() => void setPaused(order, !order.paused)}>
          {order.paused ? text.resume : text.pause}
        </OnceButton>
      )}
      <OnceButton className="btn sm" disabled={isCancelling} aria-label={`${text.cancel} ${words}`} onPress={() => void cancelOrder(order, words)}>
        {text.cancel}
      </OnceButton>
    </span>
  );
}

function TriggerDistance({ order, market }: OrderRow) {
  const ticker = markets.use((m) => m.tickers.get(order.market));
  const [mark, level] = [subticksOf(ticker?.mark, market), subticksOf(order.triggerPrice, market)];
  if (mark === null || level === null) return <>—</>;
  return (
    <>
      {format((absOf(level - mark) * 1_000_000n) / mark, 4, { digits: 2 })}
      {THIN}% {level > mark ? '↑' : '↓'}
    </>
  );
}

function valueOf(order: OrderWire, market: Market): string {
  const [price, lots] = [stepsOf(order.price ?? '', market.tick), stepsOf(order.rest, market.lot)];
  return price === null || lots === null ? '—' : formatMoney(price * lots * market.tickLotValue, { digits: 0 });
}

function rulesOf(order: OrderWire, market: Market): string {
  return [
    order.postOnly ? text.postOnly : '',
    order.reduceOnly ? text.reduceOnly : '',
    order.display === undefined ? '' : `${text.iceberg} ${sizeText(stepsOf(order.display, market.lot) ?? 0n, market.lot)}`,
    order.expireAt === undefined ? '' : `${text.until} ${momentText(order.expireAt, 'UTC', Date.now())}`,
    order.triggerBy === undefined ? '' : order.triggerBy,
  ]
    .filter(Boolean)
    .join(' · ');
}

const past: readonly Column<OrderRow>[] = [
  name,
  type,
  // A market order's price is the worst that it would have taken, which nobody typed: its average is what counts.
  { id: 'price', label: c.price, csv: (r) => r.order.price ?? '', render: ({ order, market }) => (order.type === 'market' ? text.atMarket : wirePriceText(order.price ?? order.triggerPrice, market)) },
  { id: 'average', label: c.average, csv: (r) => (r.average === undefined ? '' : formatSteps(r.average, r.market.subtick)), render: ({ average, market }) => (average === undefined ? '—' : formatSteps(average, market.subtick, { digits: market.tick.decimals })) },
  size,
  filled,
  { id: 'state', label: c.state, isLeft: true, by: (r) => r.order.state, csv: (r) => r.order.state, render: ({ order }) => text.states[order.state] },
  { id: 'reason', label: c.reason, isLeft: true, csv: (r) => r.order.reason ?? '', render: ({ order }) => <span className="soft">{whyOf(order)}</span> },
];

export const whyOf = (order: OrderWire): string => (order.code !== undefined ? sayRefusal({ code: order.code, message: order.code }) : (endReasons[order.reason ?? ''] ?? ''));

/** What history tells of an order that has ended, as the table shows it. */
interface HistoryWire extends Omit<OrderWire, 'rest' | 'trigger'> {
  readonly trigger?: OrderWire['trigger'];
  readonly quoteFilled?: string;
  readonly updated: number;
}

export function EndedOrders({ only, onColumns }: { only: string | null; onColumns: OnColumns<OrderRow> }) {
  const ended = account.use((a) => a.ended);
  const byName = markets.use((m) => m.byName);
  const fills = account.use((a) => a.fills);
  const older = useOlder();
  const known = new Set(ended.map((o) => o.orderId));
  const rows = [...ended, ...older.filter((o) => !known.has(o.orderId))].flatMap((order: PastOrder) => {
    const market = byName.get(order.market);
    return market && hasEnded(order) && (only === null || order.market === only) ? [{ order, market, average: averageOf(order, market, fills) }] : [];
  });
  onColumns(past, rows);
  return <DataTable label={text.tabs.history} columns={past} rows={rows} keyOf={(r) => r.order.orderId} empty={<Empty name="history" />} />;
}

type PastOrder = OrderWire & { readonly quoteFilled?: string };

/** By what history says an order cost, or by its own fills when all of them were heard. */
function averageOf(order: PastOrder, market: Market, fills: readonly PastFill[]): bigint | undefined {
  const lots = stepsOf(order.filled, market.lot) ?? 0n;
  if (lots === 0n) return undefined;
  const quote = order.quoteFilled === undefined ? null : parseDecimalDown(order.quoteFilled, 6);
  if (quote !== null) return (quote * 1000n) / (lots * market.tickLotValue);
  const heard = fills.filter((f) => f.orderId === order.orderId).map((f) => [subticksOf(f.price, market) ?? 0n, stepsOf(f.qty, market.lot) ?? 0n] as const);
  const all = heard.reduce((sum, [, of]) => sum + of, 0n);
  return all === lots ? heard.reduce((sum, [price, of]) => sum + price * of, 0n) / lots : undefined;
}

/** Orders of earlier days; none where the venue keeps no history. */
function useOlder(): readonly PastOrder[] {
  const [older, setOlder] = useState<readonly PastOrder[]>([]);
  const accountId = useSession((s) => s.accountId);
  useEffect(() => {
    let isGone = false;
    api.get<{ rows: HistoryWire[] }>('/history/orders', { query: { limit: 200 } }).then(
      ({ rows }) => isGone || setOlder(rows.map((r) => ({ ...r, rest: '0' }))),
      () => isGone || setOlder([]),
    );
    return () => {
      isGone = true;
    };
  }, [accountId]);
  return older;
}
