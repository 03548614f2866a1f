import { type ReactNode, useEffect, useState } from 'react';
import type { TickerWire } from '@/api/types';
import type { Market } from '@/lib/markets/terms';
import { format, formatCompact, formatPercent, formatSteps, parseDecimalDown, parseDecimal, THIN } from '@/lib/numbers';
import { countdown } from '@/lib/time/zone';
import { link } from '@/streams/connection';
import { fundingOf } from '@/streams/funding';
import { markets } from '@/streams/markets';
import { useSharedValue } from '@/streams/shared';
import { trade as text } from '@/text/trade';
import { Icon } from '@/ui/Icon';
import { subticksOf, wirePriceText } from '@/ui/numbers';
import { useTicking } from '@/ui/useTicking';
import { MarketPicker } from './MarketPicker';

/** Above this age a mark is shown as old. */
const OldMs = 15_000;

export function MarketBar({ market, extra }: { market: Market; extra?: ReactNode }) {
  const ticker = markets.use((m) => m.tickers.get(market.name));
  const state = markets.use((m) => m.states.get(market.name) ?? 'open');
  const [isPicking, setPicking] = useState(false);
  useTitle(market, ticker);
  return (
    <section className="market-bar" aria-label={text.bar.label}>
      <button type="button" className="market-pick" onClick={() => setPicking(true)} aria-haspopup="dialog" title={text.bar.pick}>
        <span className="coin" aria-hidden="true">
          {market.base[0]}
        </span>
        <span className="market-name">
          <b>{market.name}</b>
          <small>{text.perpetual(market.maxLeverage)}</small>
        </span>
        <Icon name="chevron" size={12} />
      </button>
      <div className="market-price">
        <b>{wirePriceText(ticker?.last ?? ticker?.mark, market)}</b>
        <Change ticker={ticker} market={market} />
      </div>
      {state !== 'open' && <span className="pill warn">{text.states[state]}</span>}
      <div className="market-stats" tabIndex={0} role="group" aria-label={text.bar.figures}>
        <Statistic label={text.bar.mark}>
          <Mark ticker={ticker} market={market} />
        </Statistic>
        <Statistic label={text.bar.index}>{wirePriceText(ticker?.index, market)}</Statistic>
        <Funding market={market} />
        <Statistic label={text.bar.volume} title={full(ticker?.quoteVolume24h)}>{compactMoney(ticker?.quoteVolume24h)}</Statistic>
        <Statistic label={text.bar.interest} title={interestTitle(ticker, market)}>{interest(ticker, market)}</Statistic>
        <Statistic label={text.bar.range}>
          {wirePriceText(ticker?.low24h, market)} – {wirePriceText(ticker?.high24h, market)}
        </Statistic>
      </div>
      {extra}
      {isPicking && <MarketPicker onClose={() => setPicking(false)} />}
      <PickByKey onKey={() => setPicking(true)} />
    </section>
  );
}

const Statistic = ({ label, title, children }: { label: string; title?: string | undefined; children: ReactNode }) => (
  <div className="statistic" title={title}>
    <span>{label}</span>
    <b>{children}</b>
  </div>
);

/** The rate this hour is heading for, and when it is paid. Positive: longs pay shorts. */
function Funding({ market }: { market: Market }) {
  const funding = useSharedValue(fundingOf, market.name, (f) => f);
  const now = useTicking(1000);
  if (funding === null) return null;
  const rate = parseDecimalDown(funding.predictedRate ?? funding.rate ?? '0', 9) ?? 0n;
  return (
    <Statistic label={text.bar.funding} title={text.bar.fundingWords}>
      <span className={rate > 0n ? 'up' : rate < 0n ? 'down' : undefined}>{formatPercent(rate, { digits: 5, sign: true })}</span>
      {funding.nextAt !== undefined && <span className="soft countdown">{countdown(funding.nextAt, now + link.get().skewMs)}</span>}
    </Statistic>
  );
}

function Mark({ ticker, market }: { ticker: TickerWire | undefined; market: Market }) {
  const now = useTicking(1000);
  const heardAt = markets.use((m) => m.heardAt.get(market.name) ?? 0);
  const state = ticker?.priceState ?? 'fresh';
  const isOld = state !== 'fresh' || now - heardAt > OldMs;
  return (
    <span className={isOld ? 'stale' : undefined} title={text.prices[state]}>
      {wirePriceText(ticker?.mark, market)}
      {state !== 'fresh' && <small className="warn"> {text.prices[state]}</small>}
    </span>
  );
}

export function Change({ ticker, market, suffix = true }: { ticker: TickerWire | undefined; market: Market; suffix?: boolean }) {
  const change = ticker?.change24h === undefined ? null : parseDecimal(ticker.change24h, market.tick.decimals);
  const open = ticker?.open24h === undefined ? null : parseDecimal(ticker.open24h, market.tick.decimals);
  if (change === null || open === null || open === 0n) return <span className="dim">{text.bar.none}</span>;
  const share = format((change * 1_000_000n) / open, 4, { digits: 2, sign: true });
  return (
    <span className={change > 0n ? 'up' : change < 0n ? 'down' : 'dim'}>
      {share}
      {THIN}%{suffix && ` ${text.bar.change}`}
    </span>
  );
}

export const compactMoney = (value: string | undefined): string => (value === undefined ? '—' : formatCompact(parseDecimalDown(value, 6) ?? 0n, 6));

const full = (value: string | undefined): string | undefined => (value === undefined ? undefined : `${format(parseDecimalDown(value, 6) ?? 0n, 6, { digits: 2 })} USDC`);

export function interest(ticker: TickerWire | undefined, market: Market): string {
  const mark = subticksOf(ticker?.mark, market);
  const lots = ticker === undefined ? null : parseDecimal(ticker.openInterest, market.lot.decimals);
  if (mark === null || lots === null) return '—';
  return formatCompact((lots / market.lot.step) * mark * market.tickLotValue, 9);
}

const interestTitle = (ticker: TickerWire | undefined, market: Market): string | undefined =>
  ticker === undefined ? undefined : `${formatSteps((parseDecimal(ticker.openInterest, market.lot.decimals) ?? 0n) / market.lot.step, market.lot)} ${market.base}`;

function useTitle(market: Market, ticker: TickerWire | undefined): void {
  const last = wirePriceText(ticker?.last ?? ticker?.mark, market);
  useEffect(() => {
    document.title = `${last} ${market.name} · Peregrine`;
  }, [last, market.name]);
}

function PickByKey({ onKey }: { onKey: () => void }) {
  useEffect(() => {
    const open = (): void => onKey();
    document.addEventListener('peregrine:pick-market', open);
    return () => document.removeEventListener('peregrine:pick-market', open);
  }, [onKey]);
  return null;
}
