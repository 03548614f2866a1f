import { csvText } from '@/lib/export/csv';
import type { Column } from './DataTable';
import { saveFile } from './saveFile';

/** Gives the rows of a table to the trader as a file. */
export function downloadRows<Row>(name: string, columns: readonly Column<Row>[], rows: readonly Row[]): void {
  const kept = columns.filter((c) => c.csv !== undefined);
  const text = csvText(kept.map((c) => c.label || c.id), rows.map((row) => kept.map((c) => c.csv?.(row) ?? '')));
  saveFile(`${name}.csv`, 'text/csv', text);
}
