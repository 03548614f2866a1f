import { csvText } from '@/lib/export/csv';
import type { Column } from './DataTable';

/** Gives the rows of a table to the trader as a file. */
export function downloadRows<Row>(name: string, columns: readonly Column<Row>[], rows: readonly Row[]): void {
  const kept = columns.filter((c) => c.csv !== undefined);
  const text = csvText(kept.map((c) => c.label || c.id), rows.map((row) => kept.map((c) => c.csv?.(row) ?? '')));
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  [link.href, link.download] = [url, `${name}.csv`];
  link.click();
  URL.revokeObjectURL(url);
}
