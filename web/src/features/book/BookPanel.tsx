import { groupings } from '@/lib/book/grouping';
import type { Market } from '@/lib/markets/terms';
import { ticks } from '@/lib/numbers';
import { useView } from '@/stores/view';
import { bookOf } from '@/streams/book';
import { useSharedValue } from '@/streams/shared';
import { trade as text } from '@/text/trade';
import { Menu } from '@/ui/Menu';
import { priceText } from '@/ui/numbers';
import { Tabs } from '@/ui/Tabs';
import { useWidthClass } from '@/ui/widthClass';
import { BookCanvas } from './BookCanvas';
import { DepthCanvas } from './DepthCanvas';
import { Ladder } from './Ladder';
import { TapeCanvas } from './TapeCanvas';

const GroupsMost = 9;

export function BookPanel({ market, hasTapeBeside }: { market: Market; hasTapeBeside: boolean }) {
  const width = useWidthClass();
  const chosen = useView((v) => v.bookTab);
  const tab = hasTapeBeside && chosen === 'trades' ? 'book' : width === 'phone' && chosen === 'trades' ? 'book' : chosen;
  const step = useView((v) => v.groups[market.name] ?? 1);
  const ids = hasTapeBeside ? (['book', 'depth', 'ladder'] as const) : (['book', 'trades', 'depth', 'ladder'] as const);
  return (
    <section className="panel book-panel" aria-label={text.book.title}>
      <div className="panel-head">
        {width !== 'phone' && (
          <Tabs label={text.book.title} tabs={ids.map((id) => ({ id, label: text.book.tabs[id] }))} chosen={tab} onChoose={(id) => useView.setState({ bookTab: id })} />
        )}
        <div className="grow" />
        {(tab === 'book' || tab === 'ladder') && <Grouping market={market} step={step} />}
      </div>
      {tab === 'book' && <Columns titles={text.book.columns(market.base)} kind="book" />}
      {tab === 'trades' && <Columns titles={text.tape.columns(market.base)} kind="tape" />}
      <div className="canvas-box">
        {tab === 'book' && <BookCanvas key={market.name} market={market} step={step} />}
        {tab === 'trades' && <TapeCanvas key={market.name} market={market} />}
        {tab === 'depth' && <DepthCanvas key={market.name} market={market} />}
        {tab === 'ladder' && <Ladder key={market.name} market={market} step={step} />}
      </div>
    </section>
  );
}

export const TapePanel = ({ market }: { market: Market }) => (
  <section className="panel tape-panel" aria-label={text.tape.title}>
    <div className="panel-head">
      <h2 className="panel-title">{text.tape.title}</h2>
    </div>
    <Columns titles={text.tape.columns(market.base)} kind="tape" />
    <div className="canvas-box">
      <TapeCanvas key={market.name} market={market} />
    </div>
  </section>
);

function Grouping({ market, step }: { market: Market; step: number }) {
  const best = useSharedValue(bookOf, market, (s) => s.book.bids[0]?.price ?? s.book.asks[0]?.price ?? 0);
  const steps = groupings(ticks(best)).slice(0, GroupsMost);
  const all = steps.includes(step) ? steps : [1, ...steps.filter((s) => s !== 1)];
  return (
    <Menu
      label={text.book.group}
      choices={all.map((s) => ({ id: String(s), label: priceText(s, market.tick) }))}
      chosen={String(step)}
      onChoose={(id) => useView.setState(({ groups }) => ({ groups: { ...groups, [market.name]: Number(id) } }))}
    />
  );
}

const Columns = ({ titles, kind }: { titles: readonly string[]; kind: 'book' | 'tape' }) => (
  <div className={`columns ${kind}`} aria-hidden="true">
    {titles.map((title) => (
      <span key={title}>{title}</span>
    ))}
  </div>
);
