import { type CSSProperties, Suspense, useEffect } from 'react';
import { lazily } from '@/app/lazily';
import { Link } from '@/app/Link';
import { useQuery } from '@/app/router';
import type { PageProps } from '@/app/routes';
import { edgeOf, firstLayouts, gridOf, type Layout, type Panel, shownOf } from '@/lib/layout/layout';
import type { Market } from '@/lib/markets/terms';
import { BookPanel, TapePanel } from '@/features/book/BookPanel';
import { MarketBar } from '@/features/market/MarketBar';
import { WatchPanel } from '@/features/market/WatchPanel';
import { OrderPanel } from '@/features/order-entry/OrderPanel';
import { TablesPanel } from '@/features/tables/TablesPanel';
import { usePreferences } from '@/stores/preferences';
import { openTicket } from '@/stores/ticket';
import { firstSizes, resetSize, setSize, type Sizes, useLayout, useView } from '@/stores/view';
import { markets } from '@/streams/markets';
import { trade as text } from '@/text/trade';
import { Nothing } from '@/ui/Nothing';
import { Splitter } from '@/ui/Splitter';
import { useWidthClass, type WidthClass } from '@/ui/widthClass';
import { Arrange } from './Arrange';
import { KeyList } from './KeyList';
import { useKeys } from './keys';
import './trade.css';

/** The chart's own scale of prices. */
const ScaleWidth = 84;

const chart = lazily(() => import('@/features/chart/ChartPanel'));
const ChartPanel = chart.component;
// It is wanted as soon as the terms are there: asked for now, it often is there first. What cannot be fetched says so where it would stand.
chart.prepare().catch(() => undefined);

export default function TradePage({ params }: PageProps) {
  const name = params['market'] ?? '';
  const isLoaded = markets.use((m) => m.isLoaded);
  const market = markets.use((m) => m.byName.get(name));
  useEffect(() => {
    if (!market) return;
    usePreferences.getState().change({ lastMarket: market.name });
    openTicket(market.name);
  }, [market]);
  if (market) return <Desk market={market} />;
  return (
    <main id="main" tabIndex={-1} className="page" aria-busy={!isLoaded}>
      {isLoaded ? (
        <Nothing
          title={text.noMarket(name)}
          act={
            <Link className="btn" to="/trade/BTC-PERP">
              {text.noMarketAct}
            </Link>
          }
        />
      ) : (
        <p className="empty">{text.loading}</p>
      )}
    </main>
  );
}

function Desk({ market }: { market: Market }) {
  const width = useWidthClass();
  useKeys(market);
  const sizes = useView((v) => v.sizes[width]) ?? firstSizes[width];
  const chosen = useLayout(width);
  const isFree = width !== 'tablet' && width !== 'phone';
  const layout = isFree ? chosen : firstLayouts[width];
  const phoneView = useQuery('view') ?? 'chart';
  useToastPlace(layout, sizes, isFree);
  const has = (panel: Panel): boolean => !layout.hidden.includes(panel);
  return (
    <main id="main" tabIndex={-1} className="trade" data-width={width} data-view={phoneView} style={styleOf(layout, sizes, isFree)}>
      <h1 className="sr">{text.title(market.name)}</h1>
      <MarketBar market={market} extra={isFree && <Arrange width={width} />} />
      <OrderPanel market={market} />
      <Suspense fallback={<section className="panel chart-panel" aria-busy="true" />}>
        <ChartPanel market={market} />
      </Suspense>
      {has('book') && <BookPanel market={market} hasTapeBeside={has('tape')} />}
      {has('tape') && <TapePanel market={market} />}
      <TablesPanel market={market} />
      {has('watch') && <WatchPanel market={market} />}
      {isFree && <Splitters layout={layout} width={width} sizes={sizes} />}
      <KeyList />
    </main>
  );
}

function styleOf(layout: Layout, sizes: Sizes, isFree: boolean): CSSProperties {
  const widths = Object.fromEntries(Object.entries(sizes).map(([panel, size]) => [`--${panel}`, `${String(size)}px`]));
  if (!isFree) return widths as CSSProperties;
  const { areas, columns, rows } = gridOf(layout);
  return { ...widths, gridTemplateAreas: areas, gridTemplateColumns: columns, gridTemplateRows: rows } as CSSProperties;
}

/** Toasts lie over the chart: never over the form, the book or a button of a row. */
function useToastPlace(layout: Layout, sizes: Sizes, isFree: boolean): void {
  useEffect(() => {
    const shown = shownOf(layout);
    const beside = shown.slice(shown.indexOf('chart') + 1).reduce((sum, panel) => sum + (panel === 'chart' ? 0 : sizes[panel]), 0);
    document.documentElement.style.setProperty('--toasts-right', isFree ? `${String(beside + ScaleWidth)}px` : '16px');
    return () => {
      document.documentElement.style.removeProperty('--toasts-right');
    };
  }, [layout, sizes, isFree]);
}

const Splitters = ({ layout, width, sizes }: { layout: Layout; width: WidthClass; sizes: Sizes }) =>
  [...shownOf(layout).filter((panel): panel is Exclude<Panel, 'chart'> => panel !== 'chart'), 'tables' as const].map((panel) => (
    <Splitter
      key={panel}
      area={panel}
      label={text.splitters[panel]}
      edge={panel === 'tables' ? (layout.tables === 'below' ? 'top' : 'bottom') : edgeOf(layout, panel)}
      size={sizes[panel]}
      onSize={(size) => setSize(width, panel, size)}
      onReset={() => resetSize(width, panel)}
    />
  ));
