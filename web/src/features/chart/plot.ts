import {
  type AutoscaleInfo, CandlestickSeries, ColorType, createChart, CrosshairMode, HistogramSeries, type IChartApi, type IPriceLine, type ISeriesApi, LineSeries, LineStyle, type LineData, type MouseEventParams, type SeriesType,
  type UTCTimestamp, type WhitespaceData,
} from 'lightweight-charts';
import { bollinger, exponentialAverage, type Line, macd, movingAverage, relativeStrength, volumeWeighted } from '@/lib/indicators';
import type { Market } from '@/lib/markets/terms';
import type { Candle } from '@/streams/candles';
import { type Colors, colors } from '@/ui/colors';
import { CanvasFont } from '@/ui/useCanvas';

export type IndicatorName = 'ma' | 'ema' | 'bollinger' | 'vwap' | 'volume' | 'rsi' | 'macd';
export const indicatorNames: readonly IndicatorName[] = ['volume', 'ma', 'ema', 'bollinger', 'vwap', 'rsi', 'macd'];

/** What the crosshair is over, or the last candle. */
export interface Reading {
  readonly candle: Candle | null;
  readonly before: Candle | null;
  readonly values: readonly { readonly label: string; readonly value: number }[];
}

interface Indicator {
  readonly series: readonly ISeriesApi<SeriesType>[];
  readonly label: readonly string[];
  compute(candles: readonly Candle[], c: Colors): readonly (readonly { time: UTCTimestamp; value?: number; color?: string }[])[];
}

/** The least share of the price that the scale spans: a market that stands still is a line, not a storm of single ticks, and a line can be dragged further than a tick. */
const LeastSpan = 0.002;

function calm(info: AutoscaleInfo | null): AutoscaleInfo | null {
  if (info?.priceRange == null) return info;
  const { minValue, maxValue } = info.priceRange;
  const middle = (minValue + maxValue) / 2;
  const half = Math.max(maxValue - minValue, middle * LeastSpan) / 2;
  return { ...info, priceRange: { minValue: middle - half, maxValue: middle + half } };
}

/** The chart library with our candles, colours and indicators; everything it knows of the venue comes in as candles. */
export class Plot {
  readonly chart: IChartApi;
  readonly price: ISeriesApi<'Candlestick'>;
  private readonly indicators = new Map<IndicatorName, Indicator>();
  private readonly priceLines = new Map<string, IPriceLine>();
  private candles: readonly Candle[] = [];
  private epoch = -1;
  private offsetMs: number;
  /** Pages are taken down from the outside in: what stands on the chart goes after the chart. */
  private isGone = false;

  constructor(element: HTMLElement, market: Market, offsetMs: number) {
    this.offsetMs = offsetMs;
    this.chart = createChart(element, {
      autoSize: true,
      // The library's own mark brings a style sheet that our policy forbids; our page carries the link instead.
      layout: { attributionLogo: false, fontFamily: CanvasFont, fontSize: 11, panes: { enableResize: true } },
      crosshair: { mode: CrosshairMode.Normal },
      localization: { priceFormatter: (price: number) => price.toLocaleString('en-US', { minimumFractionDigits: market.tick.decimals, maximumFractionDigits: market.tick.decimals }) },
      timeScale: { timeVisible: true, secondsVisible: false, rightOffset: 6, minBarSpacing: 1.5 },
      handleScale: { axisPressedMouseMove: true },
    });
    const format = { type: 'price', precision: market.tick.decimals, minMove: Number(market.tick.step) / 10 ** market.tick.decimals } as const;
    this.price = this.chart.addSeries(CandlestickSeries, { priceFormat: format, priceLineStyle: LineStyle.Dotted, autoscaleInfoProvider: (own: () => AutoscaleInfo | null) => calm(own()) });
    this.paint();
  }

  /** Colours of the theme at hand: rising candles are hollow, falling ones filled. */
  paint(): void {
    const c = colors();
    this.chart.applyOptions({
      layout: { background: { type: ColorType.Solid, color: c.panel }, textColor: c['text-2'], panes: { separatorColor: c.line, separatorHoverColor: c.raised } },
      grid: { vertLines: { color: c.grid }, horzLines: { color: c.grid } },
      rightPriceScale: { borderColor: c.line },
      timeScale: { borderColor: c.line },
      crosshair: { vertLine: { color: c['line-strong'], labelBackgroundColor: c.raised }, horzLine: { color: c['line-strong'], labelBackgroundColor: c.raised } },
    });
    this.price.applyOptions({ upColor: c.panel, borderUpColor: c.up, wickUpColor: c.up, downColor: c.down, borderDownColor: c.down, wickDownColor: c.down });
    if (this.epoch >= 0) this.drawAll();
  }

  show(candles: readonly Candle[], epoch: number): void {
    const isNew = epoch !== this.epoch || candles.length < this.candles.length;
    const changed = isNew ? [] : candles.slice(Math.max(0, this.candles.length - 1));
    this.candles = candles;
    this.epoch = epoch;
    if (isNew) this.drawAll();
    else this.drawLast(changed);
  }

  /** The latest candles, as many as read well. */
  reset(): void {
    this.chart.priceScale('right').applyOptions({ autoScale: true });
    const count = this.candles.length;
    this.chart.timeScale().setVisibleLogicalRange({ from: Math.min(count - 40, Math.max(0, count - 120)), to: count + 5 });
  }

  setIndicators(names: readonly IndicatorName[]): void {
    for (const [name, indicator] of this.indicators) {
      if (names.includes(name)) continue;
      for (const series of indicator.series) this.chart.removeSeries(series);
      this.indicators.delete(name);
    }
    for (const name of names) if (!this.indicators.has(name)) this.indicators.set(name, this.make(name));
    this.fillIndicators();
  }

  /** Draws or moves a level with its price at the axis; a name that is not given any more goes. */
  setLevels(levels: readonly { id: string; price: number; color: string; style: LineStyle; width: 1 | 2 }[]): void {
    if (this.isGone) return;
    for (const [id, line] of this.priceLines) {
      if (levels.some((l) => l.id === id)) continue;
      this.price.removePriceLine(line);
      this.priceLines.delete(id);
    }
    for (const { id, price, color, style, width } of levels) {
      const options = { price, color, lineStyle: style, lineWidth: width, axisLabelVisible: true, title: '' } as const;
      const known = this.priceLines.get(id);
      if (known) known.applyOptions(options);
      else this.priceLines.set(id, this.price.createPriceLine(options));
    }
  }

  /** Called after every time the chart has drawn itself: after scrolling, scaling and new candles. */
  onDrawn(listener: () => void): () => void {
    const primitive = { updateAllViews: listener };
    this.price.attachPrimitive(primitive);
    return () => {
      if (!this.isGone) this.price.detachPrimitive(primitive);
    };
  }

  read(event: MouseEventParams | null): Reading {
    const at = event?.time === undefined ? this.candles.length - 1 : this.candles.findIndex((c) => this.second(c.time) === event.time);
    const values = [...this.indicators.values()].flatMap(({ series, label }) =>
      series.flatMap((s, i) => {
        const data = (event?.seriesData.get(s) ?? s.dataByIndex(this.candles.length - 1)) as { value?: number } | undefined | null;
        return label[i] !== undefined && data?.value !== undefined ? [{ label: label[i], value: data.value }] : [];
      }),
    );
    return { candle: this.candles[at] ?? null, before: this.candles[at - 1] ?? null, values };
  }

  remove(): void {
    this.isGone = true;
    this.chart.remove();
  }

  private drawAll(): void {
    this.price.setData(this.candles.map((c) => ({ time: this.second(c.time), open: c.open, high: c.high, low: c.low, close: c.close })));
    this.fillIndicators();
  }

  private drawLast(changed: readonly Candle[]): void {
    for (const c of changed) this.price.update({ time: this.second(c.time), open: c.open, high: c.high, low: c.low, close: c.close });
    const c = colors();
    for (const { series, compute } of this.indicators.values()) {
      const lines = compute(this.candles, c);
      for (const [i, s] of series.entries()) for (const point of lines[i]?.slice(-Math.max(1, changed.length)) ?? []) s.update(point as LineData);
    }
  }

  private fillIndicators(): void {
    const c = colors();
    for (const { series, compute } of this.indicators.values()) {
      const lines = compute(this.candles, c);
      for (const [i, s] of series.entries()) s.setData((lines[i] ?? []) as LineData[]);
    }
  }

  private make(name: IndicatorName): Indicator {
    const c = colors();
    const line = (color: string, options: object = {}, pane = 0): ISeriesApi<'Line'> =>
      this.chart.addSeries(LineSeries, { color, lineWidth: 1, priceLineVisible: false, lastValueVisible: false, crosshairMarkerVisible: false, ...options }, pane);
    const closes = (candles: readonly Candle[]): number[] => candles.map((k) => k.close);
    const points = (candles: readonly Candle[], values: Line): (LineData | WhitespaceData)[] =>
      candles.map((k, i) => (values[i] === null || values[i] === undefined ? { time: this.second(k.time) } : { time: this.second(k.time), value: values[i] }));
    switch (name) {
      case 'volume':
        return this.makeVolume();
      case 'ma':
        return { series: [line(c.warn)], label: ['MA 20'], compute: (k) => [points(k, movingAverage(closes(k), 20))] as never };
      case 'ema':
        return {
          series: [line(c['text-2']), line(c['text-3'], { lineStyle: LineStyle.Dashed })],
          label: ['EMA 20', 'EMA 50'],
          compute: (k) => [points(k, exponentialAverage(closes(k), 20)), points(k, exponentialAverage(closes(k), 50))] as never,
        };
      case 'bollinger':
        return {
          series: [line(c['line-strong']), line(c['line-strong']), line(c['line-strong'], { lineStyle: LineStyle.Dotted })],
          label: ['BB up', 'BB low', 'BB mid'],
          compute: (k) => {
            const bands = bollinger(closes(k));
            return [points(k, bands.upper), points(k, bands.lower), points(k, bands.middle)] as never;
          },
        };
      case 'vwap':
        return { series: [line(c.accent)], label: ['VWAP'], compute: (k) => [points(k, volumeWeighted(k))] as never };
      case 'rsi':
        return { series: [line(c['text-2'], {}, 1)], label: ['RSI 14'], compute: (k) => [points(k, relativeStrength(closes(k)))] as never };
      case 'macd':
        return this.makeMacd(line, closes, points);
    }
  }

  private makeVolume(): Indicator {
    const series = this.chart.addSeries(HistogramSeries, { priceScaleId: 'volume', priceFormat: { type: 'volume' }, priceLineVisible: false, lastValueVisible: false });
    series.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    return {
      series: [series],
      label: ['Vol'],
      compute: (candles, c) => [candles.map((k) => ({ time: this.second(k.time), value: k.volume, color: k.close >= k.open ? c['up-bar'] : c['down-bar'] }))],
    };
  }

  private makeMacd(line: (color: string, options: object, pane: number) => ISeriesApi<'Line'>, closes: (k: readonly Candle[]) => number[], points: (k: readonly Candle[], v: Line) => unknown): Indicator {
    const c = colors();
    const pane = this.indicators.has('rsi') ? 2 : 1;
    const histogram = this.chart.addSeries(HistogramSeries, { priceLineVisible: false, lastValueVisible: false, color: c['line-strong'] }, pane);
    return {
      series: [histogram, line(c['text-2'], {}, pane), line(c.warn, {}, pane)],
      label: ['MACD hist', 'MACD', 'Signal'],
      compute: (k) => {
        const found = macd(closes(k));
        return [points(k, found.histogram), points(k, found.line), points(k, found.signal)] as never;
      },
    };
  }

  // The library shows UTC: the trader's zone is reached by moving the moments.
  private second(ms: number): UTCTimestamp {
    return Math.floor((ms + this.offsetMs) / 1000) as UTCTimestamp;
  }
}
