import { useState } from 'react';
import { Link } from '@/app/Link';
import { useMoment } from '@/features/common/useMoment';
import { csvText } from '@/lib/export/csv';
import { isoText } from '@/lib/time/zone';
import { allRows, usePages } from '@/stores/page-list';
import { useAct } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { markets } from '@/streams/markets';
import { historyText as words } from '@/text/history';
import { pages } from '@/text/pages';
import { sayRefusal } from '@/text/refusals';
import { Card } from '@/ui/Card';
import { Icon } from '@/ui/Icon';
import { Nothing } from '@/ui/Nothing';
import { saveFile } from '@/ui/saveFile';
import { WideTable } from '@/ui/WideTable';
import { type Column, type Row, type Table, type TableName, tables } from './tables';

/** Columns that are times, which a file tells in words that any table reads. */
const moments = new Set(['time', 'updated', 'opened', 'triggered', 'expireAt']);

/** One history: filtered by market, read page by page, exported whole. */
export function HistoryTable({ name }: { name: TableName }) {
  const table: Table = tables[name];
  const list = markets.use((m) => m.list);
  const [market, setMarket] = useState('');
  const query: Readonly<Record<string, string>> = market === '' || !table.hasMarket ? {} : { market };
  const found = usePages<Row>(table.path, query);
  const extra = (
    <>
      {table.hasMarket && (
        <span className="input pick slim">
          <select aria-label={words.market} value={market} onChange={(e) => setMarket(e.target.value)}>
            <option value="">{words.all}</option>
            {list.map((m) => (
              <option key={m.name}>{m.name}</option>
            ))}
          </select>
        </span>
      )}
      <Export name={name} query={query} isOff={found.rows.length === 0} />
    </>
  );
  return (
    <Card title={words.names[name]} extra={extra}>
      <Body name={name} table={table} found={found} />
    </Card>
  );
}

function Body({ name, table, found }: { name: TableName; table: Table; found: ReturnType<typeof usePages<Row>> }) {
  if (found.problem !== null && found.rows.length === 0) {
    const again = (
      <button type="button" className="btn" onClick={found.again}>
        {pages.again}
      </button>
    );
    return found.problem.isMissingRoute ? <Nothing title={pages.missing.title}>{pages.missing.text}</Nothing> : <Nothing title={pages.failed} act={again}>{sayRefusal(found.problem)}</Nothing>;
  }
  if (found.isFirst) return <p className="waiting" aria-busy="true">{pages.loading}</p>;
  if (found.rows.length === 0) return <Nothing title={words.empty[name]} />;
  return (
    <>
      <WideTable label={words.names[name]}>
        <thead>
          <tr>
            <th scope="col">{words.time}</th>
            {table.columns.map((c) => (
              <th key={c.name} scope="col" className={c.isText === true ? 'left' : ''}>
                {c.label}
              </th>
            ))}
            {table.explains && <th scope="col"><span className="sr">{words.explain}</span></th>}
          </tr>
        </thead>
        <tbody>
          {found.rows.map((row) => (
            <HistoryRow key={`${String(row.seq)}-${String(row.index)}-${String(row['orderId'] ?? '')}`} row={row} table={table} />
          ))}
        </tbody>
      </WideTable>
      {found.hasMore && (
        <div className="card-body">
          <button type="button" className="btn" disabled={found.isLoading} onClick={found.more}>
            {words.more}
          </button>
        </div>
      )}
    </>
  );
}

function HistoryRow({ row, table }: { row: Row; table: Table }) {
  const moment = useMoment();
  const market = markets.use((m) => m.byName.get(String(row['market'] ?? '')));
  return (
    <tr>
      <td title={isoText(row.time)}>{moment(row.time)}</td>
      {table.columns.map((c) => {
        const shown = c.show(row, market);
        return (
          <td key={c.name} className={classOf(c, shown)}>
            {shown}
          </td>
        );
      })}
      {table.explains && <td>{table.explains(row) && <Link className="link" to={`/explain/${String(row.seq)}/${String(row.index)}`}>{words.explain}</Link>}</td>}
    </tr>
  );
}

const classOf = (column: Column, shown: string): string => (column.isText === true ? 'left' : column.isSigned !== true ? '' : shown.startsWith('+') ? 'up' : shown.startsWith('\u2212') ? 'down' : '');

function Export({ name, query, isOff }: { name: TableName; query: Readonly<Record<string, string>>; isOff: boolean }) {
  const act = useAct();
  const { path, fields } = tables[name] as Table;
  const run = (): void =>
    void act.run(async () => {
      const rows = await allRows<Row>(path, query);
      const cells = rows.map((row) => fields.map((f) => (moments.has(f) && row[f] !== undefined ? isoText(Number(row[f])) : String(row[f] ?? ''))));
      saveFile(`peregrine-${name}.csv`, 'text/csv', csvText(fields, cells));
      toast({ title: words.exported(rows.length) });
    });
  return (
    <button type="button" className="btn sm" disabled={isOff || act.isBusy} onClick={run}>
      <Icon name="download" /> {act.isBusy ? words.exporting : words.export}
    </button>
  );
}
