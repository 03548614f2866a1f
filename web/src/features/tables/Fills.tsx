import type { Market } from '@/lib/markets/terms';
import { formatMoney, parseDecimal, stepsOf } from '@/lib/numbers';
import { isoText, momentText } from '@/lib/time/zone';
import { usePreferences } from '@/stores/preferences';
import { account, type PastFill } from '@/streams/account';
import { markets } from '@/streams/markets';
import { tables as text } from '@/text/tables';
import { type Column, DataTable } from '@/ui/DataTable';
import { sizeText, wirePriceText } from '@/ui/numbers';
import { Empty } from './Empty';
import type { OnColumns } from './Orders';

export interface FillRow {
  readonly fill: PastFill;
  readonly market: Market;
}

const money = (value: string): bigint => parseDecimal(value, 6) ?? 0n;
const c = text.columns;

export function Fills({ only, onColumns }: { only: string | null; onColumns: OnColumns<FillRow> }) {
  const fills = account.use((a) => a.fills);
  const byName = markets.use((m) => m.byName);
  const zone = usePreferences((p) => (p.zone === 'local' ? Intl.DateTimeFormat().resolvedOptions().timeZone : p.zone));
  const rows = fills.flatMap((fill) => {
    const market = byName.get(fill.market);
    return market && (only === null || fill.market === only) ? [{ fill, market }] : [];
  });
  const columns: readonly Column<FillRow>[] = [{ id: 'time', label: `${c.time} (${zone})`, isLeft: true, by: (r) => r.fill.time, csv: (r) => isoText(r.fill.time), render: (r) => momentText(r.fill.time, zone, Date.now()) }, ...rest];
  onColumns(columns, rows);
  return <DataTable label={text.tabs.fills} columns={columns} rows={rows} keyOf={(r) => `${r.fill.tradeId}/${r.fill.orderId}`} empty={<Empty name="fills" />} />;
}

const rest: readonly Column<FillRow>[] = [
  {
    id: 'market', label: c.market, isLeft: true, by: (r) => r.fill.market, csv: (r) => r.fill.market,
    render: ({ fill }) => (
      <span>
        <b>{fill.market}</b> <span className={fill.side === 'buy' ? 'up' : 'down'}>{fill.side === 'buy' ? 'Buy' : 'Sell'}</span>
      </span>
    ),
  },
  { id: 'price', label: c.price, csv: (r) => r.fill.price, render: ({ fill, market }) => wirePriceText(fill.price, market) },
  { id: 'size', label: c.size, csv: (r) => r.fill.qty, render: ({ fill, market }) => `${sizeText(stepsOf(fill.qty, market.lot) ?? 0n, market.lot)} ${market.base}` },
  {
    id: 'value', label: c.value, isExtra: true, csv: () => '',
    render: ({ fill, market }) => formatMoney((stepsOf(fill.price, market.tick) ?? 0n) * (stepsOf(fill.qty, market.lot) ?? 0n) * market.tickLotValue),
  },
  { id: 'fee', label: c.fee, by: (r) => money(r.fill.fee), csv: (r) => r.fill.fee, render: ({ fill }) => formatMoney(money(fill.fee), { digits: 4, rounding: 'up' }) },
  {
    id: 'realised', label: c.realised, by: (r) => money(r.fill.realised), csv: (r) => r.fill.realised,
    render: ({ fill }) => <span className={money(fill.realised) > 0n ? 'up' : money(fill.realised) < 0n ? 'down' : 'dim'}>{formatMoney(money(fill.realised), { sign: true })}</span>,
  },
  { id: 'role', label: c.role, isLeft: true, csv: (r) => (r.fill.isMaker ? 'maker' : 'taker'), render: ({ fill }) => (fill.isMaker ? text.maker : text.taker) },
  { id: 'reason', label: c.reason, isLeft: true, csv: (r) => r.fill.reason, render: ({ fill }) => <span className={fill.reason === 'liquidation' || fill.reason === 'adl' ? 'liq' : 'soft'}>{text.reasons[fill.reason]}</span> },
];
