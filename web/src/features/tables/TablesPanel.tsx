import { useCallback, useRef, useState } from 'react';
import { setQuery, useQuery } from '@/app/router';
import type { Market } from '@/lib/markets/terms';
import { isSignedIn, useSession } from '@/stores/session';
import { useView } from '@/stores/view';
import { account } from '@/streams/account';
import { tables as text } from '@/text/tables';
import { cancelAll } from '@/trading/actions';
import type { Column } from '@/ui/DataTable';
import { downloadRows } from '@/ui/download';
import { Icon } from '@/ui/Icon';
import { Tabs } from '@/ui/Tabs';
import { CloseAllDialog } from './dialogs';
import { SignedOut } from './Empty';
import { isConditional, isIn, isResting, isTwap } from './facts';
import { Fills } from './Fills';
import { Funding, Ledger } from './Histories';
import { EndedOrders, Orders } from './Orders';
import { Positions } from './Positions';
import './tables.css';

type TabName = keyof typeof text.tabs;
const names = Object.keys(text.tabs) as TabName[];

export function TablesPanel({ market }: { market: Market }) {
  const isKnown = useSession(isSignedIn);
  const phase = account.use((a) => a.phase);
  const asked = useQuery('table');
  const remembered = useView((v) => v.tableTab);
  const tab = names.find((n) => n === (asked ?? remembered)) ?? 'positions';
  const isOnlyThis = useView((v) => v.onlyThisMarket);
  const [closesAll, setClosesAll] = useState(false);
  const shown = useRef<{ columns: readonly Column<never>[]; rows: readonly never[] }>({ columns: [], rows: [] });
  // What the table shows now is what the file gets.
  const onColumns = useCallback((columns: readonly Column<never>[], rows: readonly never[]) => {
    shown.current = { columns, rows };
  }, []) as never;
  const only = isOnlyThis ? market.name : null;
  const counts = useCounts(only);
  return (
    <section className="panel tables-panel" aria-label={text.label}>
      <div className="panel-head">
        <Tabs
          label={text.label}
          panel="tables"
          tabs={names.map((id) => ({ id, label: text.tabs[id], count: counts[id] }))}
          chosen={tab}
          onChoose={(id) => {
            useView.setState({ tableTab: id });
            setQuery('table', id === 'positions' ? null : id);
          }}
        />
        <div className="grow" />
        <Tools tab={tab} counts={counts} only={only} onCloseAll={() => setClosesAll(true)} />
        <label className="check desk-only">
          <input type="checkbox" checked={isOnlyThis} onChange={(event) => useView.setState({ onlyThisMarket: event.target.checked })} />
          {text.thisMarket}
        </label>
        <button type="button" className="btn ghost icon" aria-label={text.export} title={text.export} onClick={() => downloadRows(`peregrine-${tab}`, shown.current.columns, shown.current.rows)}>
          <Icon name="download" />
        </button>
      </div>
      <div className="tables-body" id="tables" role="tabpanel" tabIndex={0} aria-label={text.tabs[tab]} data-old={phase === 'lost' || undefined}>
        {!isKnown ? (
          <SignedOut />
        ) : phase === 'waiting' ? (
          <p className="empty">{text.loading}</p>
        ) : (
          <>
            {tab === 'positions' && <Positions only={only} onColumns={onColumns} />}
            {(tab === 'orders' || tab === 'conditional' || tab === 'twaps') && <Orders kind={tab} only={only} onColumns={onColumns} />}
            {tab === 'fills' && <Fills only={only} onColumns={onColumns} />}
            {tab === 'history' && <EndedOrders only={only} onColumns={onColumns} />}
            {tab === 'funding' && <Funding only={only} onColumns={onColumns} />}
            {tab === 'ledger' && <Ledger onColumns={onColumns} />}
          </>
        )}
      </div>
      {closesAll && <CloseAllDialog count={counts.positions ?? 0} only={only} onClose={() => setClosesAll(false)} />}
    </section>
  );
}

type Counts = Partial<Record<TabName, number>>;

/** As many as are shown: of one market where only that is. */
function useCounts(only: string | null): Counts {
  const orders = account.use((a) => a.orders);
  const positions = account.use((a) => [...a.positions.keys()].filter((market) => only === null || market === only).length);
  const all = [...orders.values()].filter(isIn(only));
  return { positions, orders: all.filter(isResting).length, conditional: all.filter(isConditional).length, twaps: all.filter(isTwap).length };
}

/** They act on what the table shows, and on nothing beside it. */
function Tools({ tab, counts, only, onCloseAll }: { tab: TabName; counts: Counts; only: string | null; onCloseAll: () => void }) {
  if (tab === 'positions' && (counts.positions ?? 0) > 0) {
    return (
      <button type="button" className="btn ghost sm" onClick={onCloseAll}>
        {text.closeAll}
      </button>
    );
  }
  const kind = tab === 'orders' ? isResting : tab === 'conditional' ? isConditional : tab === 'twaps' ? isTwap : null;
  if (kind === null || (counts[tab] ?? 0) === 0) return null;
  return (
    <button type="button" className="btn ghost sm" onClick={() => void cancelAll([...account.get().orders.values()].filter(kind).filter(isIn(only)))}>
      {text.cancelAll}
    </button>
  );
}
