import { useMemo, useState } from 'react';
import { Link } from '@/app/Link';
import { StateChip } from '@/features/common/StateChip';
import { formatCompact, formatPercent, formatSteps, THIN } from '@/lib/numbers';
import { usePreferences } from '@/stores/preferences';
import { markets } from '@/streams/markets';
import { marketsText as words } from '@/text/markets';
import { Icon } from '@/ui/Icon';
import { Nothing } from '@/ui/Nothing';
import { WideTable } from '@/ui/WideTable';
import { useFundingRates } from './useFundingRates';
import { arrange, type Column, type Order, type Row, rowOf } from './rows';

export default function MarketsPage() {
  const list = markets.use((m) => m.list);
  const tickers = markets.use((m) => m.tickers);
  const states = markets.use((m) => m.states);
  const favourites = usePreferences((p) => p.favourites);
  const funding = useFundingRates();
  const [typed, setTyped] = useState('');
  const [onlyStars, setOnlyStars] = useState(false);
  const [order, setOrder] = useState<Order>({ column: 'volume', isDown: true });
  const rows = useMemo(
    () => arrange(list.map((m) => rowOf(m, tickers.get(m.name), states.get(m.name) ?? 'open', funding.get(m.name) ?? null, favourites.includes(m.name))), typed, onlyStars, order),
    [list, tickers, states, funding, favourites, typed, onlyStars, order],
  );
  return (
    <main id="main" tabIndex={-1} className="page">
      <div className="page-inner">
        <div className="page-head">
          <div>
            <h1>{words.title}</h1>
            <p className="lead">{words.lead}</p>
          </div>
          <div className="lineup">
            <button type="button" className="btn" aria-pressed={onlyStars} onClick={() => setOnlyStars(!onlyStars)}>
              <Icon name="star" /> {words.onlyStars}
            </button>
            <span className="input search">
              <Icon name="search" />
              <input type="search" aria-label={words.search} placeholder={words.search} value={typed} onChange={(e) => setTyped(e.target.value)} />
            </span>
          </div>
        </div>
        <section className="card" aria-label={words.title}>
          {rows.length > 0 ? <Table rows={rows} order={order} onOrder={setOrder} /> : <Nothing title={onlyStars && typed === '' ? words.noStars : words.none(typed)} />}
        </section>
      </div>
    </main>
  );
}

function Table({ rows, order, onOrder }: { rows: readonly Row[]; order: Order; onOrder: (order: Order) => void }) {
  const head = (column: Column, className = ''): React.ReactNode => (
    <th scope="col" className={className} aria-sort={order.column !== column ? undefined : order.isDown ? 'descending' : 'ascending'}>
      <button type="button" className="sort" onClick={() => onOrder({ column, isDown: order.column === column ? !order.isDown : column !== 'market' })}>
        {words.columns[column]}
        {order.column === column && <Icon name={order.isDown ? 'down' : 'up'} size={10} />}
      </button>
    </th>
  );
  return (
    <WideTable label={words.title} look="roomy">
      <thead>
        <tr>
          {head('market')}
          {head('last')}
          {head('change')}
          <th scope="col">{words.columns.mark}</th>
          {head('funding')}
          {head('volume')}
          {head('openInterest')}
          <th scope="col" className="left">{words.columns.state}</th>
          <th scope="col"><span className="sr">{words.trade('')}</span></th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <MarketRow key={row.market.name} row={row} />
        ))}
      </tbody>
    </WideTable>
  );
}

function MarketRow({ row }: { row: Row }) {
  const { market } = row;
  return (
    <tr>
      <th scope="row">
        <span className="lineup nowrap">
          <Star row={row} />
          <Link to={`/markets/${market.name}`} className="name-link" aria-label={words.rules(market.name)}>
            {market.name}
          </Link>
          <span className="dim">{market.maxLeverage}×</span>
        </span>
      </th>
      <td>{row.last === null ? '—' : formatSteps(row.last, market.tick)}</td>
      <td>
        <Change share={row.change} />
      </td>
      <td>{row.mark === null ? '—' : formatSteps(row.mark, market.subtick, { digits: market.tick.decimals })}</td>
      <td>{row.funding === null ? '—' : formatPercent(row.funding, { digits: 5, sign: true })}</td>
      <td>{formatCompact(row.volume, 6)}</td>
      <td>{formatCompact(row.openInterest, 6)}</td>
      <td className="left">
        <StateChip state={row.state} prices={row.priceState} />
      </td>
      <td>
        <Link to={`/trade/${market.name}`} className="btn sm" aria-label={words.trade(market.name)}>
          {words.one.trade}
        </Link>
      </td>
    </tr>
  );
}

function Star({ row }: { row: Row }) {
  const { favourites, change } = usePreferences();
  const name = row.market.name;
  return (
    <button
      type="button"
      className="fav"
      aria-pressed={row.isFavourite}
      aria-label={words.star(name)}
      onClick={() => change({ favourites: row.isFavourite ? favourites.filter((f) => f !== name) : [...favourites, name] })}
    >
      <Icon name="star" />
    </button>
  );
}

/** Up or down by colour, sign and arrow: never by colour alone. */
function Change({ share }: { share: bigint | null }) {
  if (share === null) return <>—</>;
  if (share === 0n) return <>{`0.00${THIN}%`}</>;
  return (
    <span className={share > 0n ? 'up' : 'down'}>
      {share > 0n ? '▲' : '▼'} {formatPercent(share, { sign: true })}
    </span>
  );
}
