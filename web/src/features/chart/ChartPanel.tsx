import { useEffect, useRef, useState } from 'react';
import type { Market } from '@/lib/markets/terms';
import { usePreferences } from '@/stores/preferences';
import { stepsText, ticks } from '@/lib/numbers';
import { fillPrice } from '@/stores/ticket';
import { setChart, useView } from '@/stores/view';
import { type Candle, candlesOf, type CandleKey, type Candles, type Interval, intervals, loadOlder } from '@/streams/candles';
import { useShared } from '@/streams/shared';
import { chart as text } from '@/text/chart';
import { onColors } from '@/ui/colors';
import { Menu } from '@/ui/Menu';
import { Tabs } from '@/ui/Tabs';
import { useWidthClass } from '@/ui/widthClass';
import { type IndicatorName, indicatorNames, Plot, type Reading } from './plot';
import { Handles } from './Handles';
import './chart.css';

const usual: readonly Interval[] = ['1m', '5m', '15m', '1h', '4h', '1d'];
const OlderBefore = 20;

export default function ChartPanel({ market }: { market: Market }) {
  const view = useView((v) => v.chart);
  const isPhone = useWidthClass() === 'phone';
  const interval = intervals.find((i) => i === view.interval) ?? '1m';
  const shown = usual.includes(interval) ? usual : [...usual, interval];
  const [plot, setPlot] = useState<Plot | null>(null);
  return (
    <section className="panel chart-panel" aria-label={text.title}>
      <div className="panel-head chart-head">
        <Tabs label={text.interval} tabs={shown.map((id) => ({ id, label: id === '1d' ? '1D' : id }))} chosen={interval} onChoose={(id) => setChart({ interval: id })} />
        <Menu label={text.interval} choices={intervals.map((id) => ({ id, label: id }))} chosen={interval} onChoose={(id) => setChart({ interval: id })}>
          <span className="sr">{text.more}</span>
        </Menu>
        <Menu
          label={text.source}
          choices={(['trades', 'mark', 'index'] as const).map((id) => ({ id, label: text.sources[id] }))}
          chosen={view.source}
          onChoose={(source) => setChart({ source })}
        />
        <Menu
          label={text.indicators}
          choices={indicatorNames.map((id) => ({ id, label: text.names[id] }))}
          chosen={view.indicators as readonly IndicatorName[]}
          onChoose={(id) => setChart({ indicators: view.indicators.includes(id) ? view.indicators.filter((i) => i !== id) : [...view.indicators, id] })}
        >
          {text.indicators} <span className="count">{view.indicators.length}</span>
        </Menu>
        <div className="grow" />
        {!isPhone && (
          <label className="check">
            <input type="checkbox" checked={view.showsLines} onChange={(event) => setChart({ showsLines: event.target.checked })} />
            {text.lines}
          </label>
        )}
        <button type="button" className="btn ghost sm" onClick={() => plot?.reset()}>
          {text.reset}
        </button>
      </div>
      <ChartBody key={`${market.name}/${interval}/${view.source}`} market={market} interval={interval} onPlot={setPlot} />
    </section>
  );
}

function ChartBody({ market, interval, onPlot }: { market: Market; interval: Interval; onPlot: (plot: Plot | null) => void }) {
  const { source, indicators, showsLines } = useView((v) => v.chart);
  const zone = usePreferences((p) => p.zone);
  const key = useKey(market, interval, source);
  const store = useShared(candlesOf, key);
  const box = useRef<HTMLDivElement>(null);
  const [plot, setPlot] = useState<Plot | null>(null);
  const [phase, setPhase] = useState<Candles['phase'] | 'none'>(store.get().phase);
  const [reading, setReading] = useState<Reading | null>(null);

  useEffect(() => {
    if (!box.current) return;
    const made = new Plot(box.current, market, zoneOffset(zone));
    setPlot(made);
    onPlot(made);
    const stop = onColors(() => made.paint());
    return () => {
      stop();
      onPlot(null);
      made.remove();
    };
  }, [market, zone, onPlot]);

  useEffect(() => {
    if (!plot) return;
    let isFirst = true;
    let pointer: Reading | null = null;
    const show = (): void => {
      const { candles, epoch, phase: now } = store.get();
      setPhase((now === 'built' || now === 'live') && candles.length === 0 ? 'none' : now);
      if (candles.length === 0) return;
      plot.show(candles, epoch);
      if (isFirst) plot.reset();
      isFirst = false;
      if (!pointer) setReading(plot.read(null));
    };
    show();
    const stop = store.subscribe(show);
    const move: Parameters<Plot['chart']['subscribeCrosshairMove']>[0] = (event) => {
      pointer = event.time === undefined ? null : plot.read(event);
      setReading(pointer ?? plot.read(null));
    };
    const scroll: Parameters<ReturnType<Plot['chart']['timeScale']>['subscribeVisibleLogicalRangeChange']>[0] = (range) => {
      if (range && range.from < OlderBefore) void loadOlder(key, store);
    };
    const pick: Parameters<Plot['chart']['subscribeDblClick']>[0] = (event) => {
      const price = event.point ? plot.price.coordinateToPrice(event.point.y) : null;
      if (price !== null) fillPrice(stepsText(ticks(Math.round((price * 10 ** market.tick.decimals) / Number(market.tick.step))), market.tick));
    };
    plot.chart.subscribeCrosshairMove(move);
    plot.chart.timeScale().subscribeVisibleLogicalRangeChange(scroll);
    plot.chart.subscribeDblClick(pick);
    return () => {
      stop();
      plot.chart.unsubscribeCrosshairMove(move);
      plot.chart.timeScale().unsubscribeVisibleLogicalRangeChange(scroll);
      plot.chart.unsubscribeDblClick(pick);
    };
  }, [plot, store, key, market]);

  useEffect(() => plot?.setIndicators(indicators as readonly IndicatorName[]), [plot, indicators]);

  return (
    <>
      <div className="chart-box">
        <div className="chart-canvas" ref={box} aria-hidden="true" />
        <Legend reading={reading} market={market} />
        {plot && showsLines && <Handles plot={plot} market={market} />}
        <Veil phase={phase} />
        <p className="sr">{summary(market, interval, store.get().candles)}</p>
      </div>
      <footer className="chart-foot">
        {phase === 'built' && <span className="warn">{text.built}</span>}
        <a className="link" href="https://www.tradingview.com/lightweight-charts/" target="_blank" rel="noopener noreferrer">
          {text.attribution}
        </a>
      </footer>
    </>
  );
}

function useKey(market: Market, interval: Interval, source: CandleKey['source']): CandleKey {
  const held = useRef<CandleKey | null>(null);
  const now = held.current;
  if (now?.market !== market || now.interval !== interval || now.source !== source) held.current = { market, interval, source };
  return held.current as CandleKey;
}

function Legend({ reading, market }: { reading: Reading | null; market: Market }) {
  const candle = reading?.candle;
  if (!candle) return null;
  const digits = market.tick.decimals;
  const price = (value: number): string => value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const from = reading.before?.close ?? candle.open;
  const change = from === 0 ? 0 : ((candle.close - from) / from) * 100;
  const tone = candle.close >= candle.open ? 'up' : 'down';
  return (
    <div className="legend" aria-hidden="true">
      <div>
        {(['open', 'high', 'low', 'close'] as const).map((name) => (
          <span key={name}>
            {name[0]?.toUpperCase()} <b className={tone}>{price(candle[name])}</b>
          </span>
        ))}
        <b className={change >= 0 ? 'up' : 'down'}>
          {change >= 0 ? '+' : '−'}
          {Math.abs(change).toFixed(2)} %
        </b>
      </div>
      <div>
        {reading.values.map((v) => (
          <span key={v.label}>
            {v.label} <b>{v.value.toLocaleString('en-US', { maximumFractionDigits: Math.max(digits, 1) })}</b>
          </span>
        ))}
      </div>
    </div>
  );
}

const Veil = ({ phase }: { phase: Candles['phase'] | 'none' }) =>
  phase === 'live' || phase === 'built' ? null : (
    <div className={phase === 'lost' ? 'veil lost' : 'veil'}>
      <span>{phase === 'lost' ? text.lost : phase === 'none' ? text.none : text.waiting}</span>
    </div>
  );

function summary(market: Market, interval: string, candles: readonly Candle[]): string {
  const [first, last] = [candles[0], candles.at(-1)];
  if (!first || !last) return text.none;
  const change = ((last.close - first.open) / first.open) * 100;
  return text.summary(market.name, interval, last.close.toFixed(market.tick.decimals), `${change >= 0 ? '+' : '−'}${Math.abs(change).toFixed(2)} %`);
}

/** How far a zone is ahead of UTC now. */
function zoneOffset(zone: string): number {
  if (zone === 'UTC') return 0;
  if (zone === 'local') return -new Date().getTimezoneOffset() * 60_000;
  const now = new Date();
  const at = (timeZone: string): number => new Date(now.toLocaleString('en-US', { timeZone })).getTime();
  return at(zone) - at('UTC');
}
