import { Link } from '@/app/Link';
import type { PageProps } from '@/app/routes';
import { StateChip } from '@/features/common/StateChip';
import type { Market } from '@/lib/markets/terms';
import { maintenanceOf } from '@/lib/margin/tiers';
import { absOf, formatBasisPoints, formatCompact, formatMoney, formatPercent, formatSteps, ONE } from '@/lib/numbers';
import { markets } from '@/streams/markets';
import { marketsText } from '@/text/markets';
import { Card } from '@/ui/Card';
import { Facts } from '@/ui/Facts';
import { Nothing } from '@/ui/Nothing';
import { Funding } from './Funding';
import { rowOf } from './rows';
import { Sources } from './Sources';

const words = marketsText.one;

/** The rules of one market, and how it stands. */
export default function MarketPage({ params }: PageProps) {
  const name = params['market'] ?? '';
  const market = markets.use((m) => m.byName.get(name));
  const isLoaded = markets.use((m) => m.isLoaded);
  const back = (
    <Link to="/markets" className="btn">
      {words.back}
    </Link>
  );
  return (
    <main id="main" tabIndex={-1} className="page">
      <div className="page-inner">
        {market ? <Rules market={market} /> : isLoaded ? <Nothing title={`${words.unknown}: ${name}`} act={back} /> : <p className="waiting" aria-busy="true" />}
      </div>
    </main>
  );
}

const Rules = ({ market }: { market: Market }) => (
  <>
    <div className="page-head">
      <div>
        <p className="crumbs">
          <Link to="/markets" className="link">{marketsText.title}</Link> / {market.name}
        </p>
        <h1>{market.name}</h1>
      </div>
      <Link to={`/trade/${market.name}`} className="btn primary">
        {words.trade} {market.base}
      </Link>
    </div>
    <Now market={market} />
    <div className="halves">
      <div className="stack">
        <OrderRules market={market} />
        <Sources market={market} />
      </div>
      <div className="stack">
        <Tiers market={market} />
        <Funding market={market} />
      </div>
    </div>
  </>
);

function Now({ market }: { market: Market }) {
  const ticker = markets.use((m) => m.tickers.get(market.name));
  const state = markets.use((m) => m.states.get(market.name)) ?? 'open';
  const row = rowOf(market, ticker, state, null, false);
  const digits = market.tick.decimals;
  const facts: [string, React.ReactNode][] = [
    [words.state, <StateChip key="state" state={state} prices={row.priceState} />],
    [words.last, row.last === null ? '—' : formatSteps(row.last, market.tick)],
    [words.mark, row.mark === null ? '—' : formatSteps(row.mark, market.subtick, { digits })],
    [words.volume, formatCompact(row.volume, 6)],
    [words.openInterest, formatCompact(row.openInterest, 6)],
    [marketsText.columns.change, row.change === null ? '—' : formatPercent(row.change, { sign: true })],
  ];
  return (
    <section className="card figures six" aria-label={words.now}>
      {facts.map(([label, value]) => (
        <div key={label} className="figure">
          <span className="dim">{label}</span>
          <b>{value}</b>
        </div>
      ))}
      <p className="figure-note">
        {marketsText.allows[state]} {row.priceState !== 'fresh' && marketsText.priceAllows[row.priceState]}
      </p>
    </section>
  );
}

function OrderRules({ market }: { market: Market }) {
  const size = (count: number): string => `${formatSteps(count, market.lot)} ${market.base}`;
  const facts: [string, string][] = [
    [words.tick, formatSteps(1n, market.tick)],
    [words.lot, size(1)],
    [words.min, size(market.minLots)],
    [words.minWorth, `${formatMoney(market.minNotional)} USDC`],
    [words.max, size(market.maxLots)],
    [words.maxMarket, size(market.maxMarketLots)],
    [words.maxPosition, size(market.maxPosition)],
    [words.bandUp, `${formatPercent(market.bandUp, { digits: 1 })} ${words.over}`],
    [words.bandDown, `${formatPercent(market.bandDown, { digits: 1 })} ${words.under}`],
    [words.slip, formatPercent(market.maxSlippage, { digits: 1 })],
    [words.leverage, `${String(market.maxLeverage)}×`],
    [words.maker, formatBasisPoints(market.makerFee)],
    [words.taker, formatBasisPoints(market.takerFee)],
  ];
  return (
    <Card title={words.rules}>
      <div className="card-body">
        <Facts of={facts} />
      </div>
    </Card>
  );
}

const Tiers = ({ market }: { market: Market }) => (
  <Card title={words.tiers}>
    <div className="card-body">
      <p>{words.tiersLead}</p>
    </div>
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{words.from}</th>
          <th scope="col">{words.initial}</th>
          <th scope="col">{words.maintenance}</th>
          <th scope="col">{words.most}</th>
          <th scope="col">{words.needs}</th>
        </tr>
      </thead>
      <tbody>
        {market.tiers.map((tier) => (
          <tr key={String(tier.floor)}>
            <td>{formatMoney(tier.floor, { digits: 0 })} USDC</td>
            <td>{formatPercent(tier.initial, { digits: 1 })}</td>
            <td>{formatPercent(tier.maintenance, { digits: 1 })}</td>
            <td>{String(ONE / absOf(tier.initial))}×</td>
            <td>{formatMoney(maintenanceOf(market.tiers, tier.floor), { digits: 0, rounding: 'up' })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Card>
);
