import { type ReactNode, useMemo, useState } from 'react';

export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  readonly render: (row: Row) => ReactNode;
  /** What a click on the heading sorts by; columns without are not sorted. */
  readonly by?: (row: Row) => number | bigint | string;
  /** The value for a file; columns without are not in it. */
  readonly csv?: (row: Row) => string;
  readonly isLeft?: boolean;
  /** Left out where there is little room. */
  readonly isExtra?: boolean;
}

const PageRows = 100;

/** A table: sorted by its headings, a page at a time; on phones every row becomes a card. */
export function DataTable<Row>({ columns, rows, keyOf, empty, label, rowClass }: {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  empty: ReactNode;
  label: string;
  rowClass?: (row: Row) => string | undefined;
}) {
  const [sort, setSort] = useState<{ id: string; isDown: boolean } | null>(null);
  const [pages, setPages] = useState(1);
  const sorted = useMemo(() => {
    const by = columns.find((c) => c.id === sort?.id)?.by;
    if (!sort || !by) return rows;
    const order = (a: Row, b: Row): number => compare(by(a), by(b));
    return [...rows].sort((a, b) => (sort.isDown ? order(b, a) : order(a, b)));
  }, [rows, columns, sort]);
  if (rows.length === 0) return <>{empty}</>;
  const shown = sorted.slice(0, pages * PageRows);
  return (
    <>
      <table className="table cards" aria-label={label}>
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c.id} scope="col" className={classOf(c)} aria-sort={sort?.id === c.id ? (sort.isDown ? 'descending' : 'ascending') : undefined}>
                {c.by ? (
                  <button type="button" className="sort" onClick={() => setSort((s) => (s?.id === c.id ? (s.isDown ? { id: c.id, isDown: false } : null) : { id: c.id, isDown: true }))}>
                    {c.label}
                    {sort?.id === c.id && <span aria-hidden="true">{sort.isDown ? ' ↓' : ' ↑'}</span>}
                  </button>
                ) : (
                  c.label || <span className="sr">Actions</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={keyOf(row)} className={rowClass?.(row)}>
              {columns.map((c) => (
                <td key={c.id} data-label={c.label} className={classOf(c)}>
                  {c.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < rows.length && (
        <button type="button" className="btn ghost more" onClick={() => setPages(pages + 1)}>
          {`${String(rows.length - shown.length)} more`}
        </button>
      )}
    </>
  );
}

const classOf = <Row,>(c: Column<Row>): string | undefined => [c.isLeft ? 'left' : '', c.isExtra ? 'extra' : ''].filter(Boolean).join(' ') || undefined;

function compare(a: number | bigint | string, b: number | bigint | string): number {
  if (typeof a === 'string' || typeof b === 'string') return String(a).localeCompare(String(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
