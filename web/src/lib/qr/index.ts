import { Grid } from './grid';
import { masks, penalty, turn } from './mask';
import { versionFor } from './versions';
import { wordsOf } from './words';

/** The modules of a text's QR code, row by row, dark ones true; without its quiet border. The mask is the one that reads best, or the one that is asked for. */
export function qrOf(text: string, mask?: number): readonly (readonly boolean[])[] {
  const bytes = new TextEncoder().encode(text);
  const version = versionFor(bytes.length);
  const grid = new Grid(version);
  grid.drawData(wordsOf(bytes, version));
  const best = mask ?? masks.map((_, m) => ({ m, cost: costOf(grid, m) })).reduce((a, b) => (b.cost < a.cost ? b : a)).m;
  turn(grid, best);
  grid.drawFormat(best);
  return grid.dark;
}

function costOf(grid: Grid, mask: number): number {
  turn(grid, mask);
  grid.drawFormat(mask);
  const cost = penalty(grid.dark);
  turn(grid, mask);
  return cost;
}

/** The dark modules as one path, with a border so wide. */
export const pathOf = (modules: readonly (readonly boolean[])[], border: number): string =>
  modules.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x + border} ${y + border}h1v1h-1z`] : []))).join('');
