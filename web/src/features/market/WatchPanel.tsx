import { Link } from '@/app/Link';
import { formatPercent, parseDecimalDown } from '@/lib/numbers';
import type { Market } from '@/lib/markets/terms';
import { usePreferences } from '@/stores/preferences';
import { fundingOf } from '@/streams/funding';
import { markets } from '@/streams/markets';
import { useSharedValue } from '@/streams/shared';
import { trade as text } from '@/text/trade';
import { wirePriceText } from '@/ui/numbers';
import { Change } from './MarketBar';

/** All markets at a glance, favourites first: price, the day's change, the hour's funding. */
export function WatchPanel({ market }: { market: Market }) {
  const all = markets.use((m) => m.list);
  const favourites = usePreferences((p) => p.favourites);
  const sorted = [...all].sort((a, b) => Number(favourites.includes(b.name)) - Number(favourites.includes(a.name)));
  return (
    <section className="panel watch-panel" aria-label={text.watch.title}>
      <div className="panel-head">
        <h2 className="panel-title">{text.watch.title}</h2>
      </div>
      <nav className="watch-list" aria-label={text.watch.title}>
        {sorted.map((m) => (
          <Row key={m.name} market={m} isHere={m.name === market.name} />
        ))}
      </nav>
    </section>
  );
}

function Row({ market, isHere }: { market: Market; isHere: boolean }) {
  const ticker = markets.use((m) => m.tickers.get(market.name));
  const state = markets.use((m) => m.states.get(market.name) ?? 'open');
  return (
    <Link to={`/trade/${market.name}`} className="watch-row" aria-current={isHere ? 'page' : undefined}>
      <b>{market.base}</b>
      <span>{wirePriceText(ticker?.last ?? ticker?.mark, market)}</span>
      <small>{state === 'open' ? <Funding market={market} /> : <span className="warn">{text.states[state]}</span>}</small>
      <small>
        <Change ticker={ticker} market={market} suffix={false} />
      </small>
    </Link>
  );
}

function Funding({ market }: { market: Market }) {
  const funding = useSharedValue(fundingOf, market.name, (f) => f);
  if (funding === null) return <>—</>;
  const rate = parseDecimalDown(funding.predictedRate ?? funding.rate ?? '0', 9) ?? 0n;
  return (
    <span title={text.bar.funding}>
      <span className="sr">{text.bar.funding} </span>
      {formatPercent(rate, { digits: 4, sign: true })}
    </span>
  );
}
