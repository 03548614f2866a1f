import { type CSSProperties, lazy, Suspense, useEffect } from 'react';
import { Link } from '@/app/Link';
import { useQuery } from '@/app/router';
import type { PageProps } from '@/app/routes';
import type { Market } from '@/lib/markets/terms';
import { BookPanel, TapePanel } from '@/features/book/BookPanel';
import { MarketBar } from '@/features/market/MarketBar';
import { OrderPanel } from '@/features/order-entry/OrderPanel';
import { TablesPanel } from '@/features/tables/TablesPanel';
import { usePreferences } from '@/stores/preferences';
import { openTicket } from '@/stores/ticket';
import { firstSizes, resetSize, setSize, type Sizes, useView } from '@/stores/view';
import { markets } from '@/streams/markets';
import { trade as text } from '@/text/trade';
import { Nothing } from '@/ui/Nothing';
import { Splitter } from '@/ui/Splitter';
import { useWidthClass, type WidthClass } from '@/ui/widthClass';
import { KeyList } from './KeyList';
import { useKeys } from './keys';
import './trade.css';

const ChartPanel = lazy(() => import('@/features/chart/ChartPanel'));

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
  const phoneView = useQuery('view') ?? 'chart';
  const style = { '--book': `${sizes.book}px`, '--tape': `${sizes.tape}px`, '--form': `${sizes.form}px`, '--tables': `${sizes.tables}px` } as CSSProperties;
  // Toasts lie over the chart: never over the form, the book or a button of a row.
  useEffect(() => {
    const beside = width === 'wide' ? sizes.form + sizes.tape + sizes.book : width === 'desk' ? sizes.form + sizes.book : 0;
    document.documentElement.style.setProperty('--toasts-right', beside === 0 ? '16px' : `${String(beside + 84)}px`);
    return () => {
      document.documentElement.style.removeProperty('--toasts-right');
    };
  }, [width, sizes]);
  return (
    <main id="main" tabIndex={-1} className="trade" data-width={width} data-view={phoneView} style={style}>
      <h1 className="sr">{text.title(market.name)}</h1>
      <MarketBar market={market} />
      <OrderPanel market={market} />
      <Suspense fallback={<section className="panel chart-panel" aria-busy="true" />}>
        <ChartPanel market={market} />
      </Suspense>
      <BookPanel market={market} />
      {width === 'wide' && <TapePanel market={market} />}
      <TablesPanel market={market} />
      <Splitters width={width} sizes={sizes} />
      <KeyList />
    </main>
  );
}

const splitters: Readonly<Record<WidthClass, readonly (readonly [keyof Sizes, 'left' | 'up'])[]>> = {
  wide: [['book', 'left'], ['tape', 'left'], ['form', 'left'], ['tables', 'up']],
  desk: [['book', 'left'], ['form', 'left'], ['tables', 'up']],
  tablet: [],
  phone: [],
};

const Splitters = ({ width, sizes }: { width: WidthClass; sizes: Sizes }) =>
  splitters[width].map(([panel, direction]) => (
    <Splitter
      key={panel}
      className={`at-${panel}`}
      label={text.splitters[panel]}
      direction={direction}
      size={sizes[panel]}
      onSize={(size) => setSize(width, panel, size)}
      onReset={() => resetSize(width, panel)}
    />
  ));
