import { type ReactNode, useEffect, useState } from 'react';
import { api } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { formatMoney, formatPercent, parseDecimalDown } from '@/lib/numbers';
import { isoText, momentText } from '@/lib/time/zone';
import { usePreferences } from '@/stores/preferences';
import { account } from '@/streams/account';
import { historyText } from '@/text/history';
import { sayRefusal } from '@/text/refusals';
import { tables as text } from '@/text/tables';
import { type Column, DataTable } from '@/ui/DataTable';
import { Nothing } from '@/ui/Nothing';
import { Empty, Missing } from './Empty';
import type { OnColumns } from './Orders';

interface Row {
  readonly time: number;
  readonly market?: string;
  readonly amount?: string;
  readonly change?: string;
  readonly rate?: string;
  readonly kind?: string;
  readonly asset?: string;
  readonly balance?: string;
  readonly seq?: number;
  readonly index?: number;
}

const c = text.columns;
const money = (value: string | undefined): bigint => parseDecimalDown(value ?? '0', 6) ?? 0n;

/** What history tells of an account, newest first; said plainly where a venue does not serve it. */
function usePage(path: string): { rows: readonly Row[]; problem: Problem | null; isLoading: boolean } {
  const [state, setState] = useState<{ rows: readonly Row[]; problem: Problem | null; isLoading: boolean }>({ rows: [], problem: null, isLoading: true });
  const seq = account.use((a) => a.seq);
  useEffect(() => {
    let isGone = false;
    api.get<{ rows: Row[] }>(path, { query: { limit: 200 } }).then(
      ({ rows }) => isGone || setState({ rows, problem: null, isLoading: false }),
      (thrown: unknown) => isGone || setState({ rows: [], problem: asProblem(thrown), isLoading: false }),
    );
    return () => {
      isGone = true;
    };
  }, [path, seq]);
  return state;
}

function Page({ path, columns, name, only, onColumns, keep }: { path: string; columns: (zone: string) => readonly Column<Row>[]; name: 'funding' | 'ledger'; only: string | null; onColumns: OnColumns<Row>; keep?: (row: Row) => boolean }): ReactNode {
  const { rows, problem, isLoading } = usePage(path);
  const zone = usePreferences((p) => (p.zone === 'local' ? Intl.DateTimeFormat().resolvedOptions().timeZone : p.zone));
  const shown = rows.filter((r) => (only === null || r.market === only) && (keep?.(r) ?? true));
  const all = columns(zone);
  onColumns(all, shown);
  if (isLoading) return <p className="empty">{text.loading}</p>;
  if (problem?.isMissingRoute) return <Missing />;
  if (problem) return <Nothing title={sayRefusal(problem)} />;
  return <DataTable label={text.tabs[name]} columns={all} rows={shown} keyOf={(r) => `${String(r.seq ?? r.time)}/${String(r.index ?? 0)}/${r.kind ?? ''}/${r.market ?? r.asset ?? ''}`} empty={<Empty name={name} />} />;
}

const timeColumn = (zone: string): Column<Row> => ({ id: 'time', label: `${c.time} (${zone})`, isLeft: true, by: (r) => r.time, csv: (r) => isoText(r.time), render: (r) => momentText(r.time, zone, Date.now()) });

const Amount = ({ of }: { of: bigint }) => <span className={of < 0n ? 'down' : of > 0n ? 'up' : 'dim'}>{formatMoney(of, { sign: true, digits: 4 })}</span>;

const marketColumn: Column<Row> = { id: 'market', label: c.market, isLeft: true, by: (r) => r.market ?? '', csv: (r) => r.market ?? '', render: (r) => r.market ?? '' };

// The venue tells what was paid; a trader reads what it did to his money.
const paid: Column<Row> = { id: 'amount', label: c.amount, by: (r) => -money(r.amount), csv: (r) => r.amount ?? '', render: (r) => <Amount of={-money(r.amount)} /> };

const changed: Column<Row> = { id: 'change', label: c.amount, by: (r) => money(r.change), csv: (r) => r.change ?? '', render: (r) => <Amount of={money(r.change)} /> };

const kindText = (kind: string): string => (historyText.values as Readonly<Record<string, string>>)[kind] ?? kind;

export const Funding = ({ only, onColumns }: { only: string | null; onColumns: OnColumns<Row> }) => (
  <Page
    path="/history/funding"
    name="funding"
    only={only}
    onColumns={onColumns}
    columns={(zone) => [
      timeColumn(zone),
      marketColumn,
      { id: 'rate', label: text.rate, csv: (r) => r.rate ?? '', render: (r) => (r.rate === undefined ? '—' : formatPercent(parseDecimalDown(r.rate, 9) ?? 0n, { digits: 5, sign: true })) },
      paid,
    ]}
  />
);

export const Ledger = ({ onColumns }: { onColumns: OnColumns<Row> }) => (
  <Page
    path="/history/ledger"
    name="ledger"
    only={null}
    onColumns={onColumns}
    columns={(zone) => [
      timeColumn(zone),
      { id: 'kind', label: c.reason, isLeft: true, csv: (r) => r.kind ?? '', render: (r) => kindText(r.kind ?? '') },
      marketColumn,
      { id: 'asset', label: text.asset, isLeft: true, csv: (r) => r.asset ?? '', render: (r) => r.asset ?? '' },
      changed,
      { id: 'balance', label: text.balance, csv: (r) => r.balance ?? '', render: (r) => (r.balance === undefined ? '—' : formatMoney(money(r.balance))) },
    ]}
  />
);
