import type { ReactNode } from 'react';
import { usePages } from '@/stores/page-list';
import { pages } from '@/text/pages';
import { sayRefusal } from '@/text/refusals';
import { Nothing } from '@/ui/Nothing';
import { WideTable } from '@/ui/WideTable';

export interface PagedColumn<Row> {
  readonly label: string;
  readonly isText?: boolean;
  render(row: Row): ReactNode;
}

/** What every row of a history has: where in the engine's order it stands. */
export interface Placed {
  readonly time: number;
  readonly seq: number;
  readonly index: number;
}

export const placeOf = (row: Placed): string => `${String(row.seq)}/${String(row.index)}`;

/** A list of the venue's own, page by page, the newest first. */
export function PagedTable<Row>({ path, query = {}, columns, keyOf, label, empty }: {
  path: string;
  query?: Readonly<Record<string, string | number | undefined>>;
  columns: readonly PagedColumn<Row>[];
  keyOf: (row: Row) => string;
  label: string;
  empty: string;
}) {
  const list = usePages<Row>(path, query);
  if (list.problem !== null && list.rows.length === 0) {
    const again = (
      <button type="button" className="btn" onClick={list.again}>
        {pages.again}
      </button>
    );
    return list.problem.isMissingRoute ? <Nothing title={pages.missing.title}>{pages.missing.text}</Nothing> : <Nothing title={pages.failed} act={again}>{sayRefusal(list.problem)}</Nothing>;
  }
  if (list.isFirst) return <p className="waiting" aria-busy="true">{pages.loading}</p>;
  if (list.rows.length === 0) return <Nothing title={empty} />;
  return (
    <>
      <WideTable label={label}>
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c.label} scope="col" className={c.isText === true ? 'left' : undefined}>
                {c.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {list.rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((c) => (
                <td key={c.label} className={c.isText === true ? 'left' : undefined}>
                  {c.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </WideTable>
      {list.hasMore && (
        <div className="card-body lineup">
          <button type="button" className="btn sm" disabled={list.isLoading} onClick={list.more}>
            {pages.more}
          </button>
        </div>
      )}
    </>
  );
}
