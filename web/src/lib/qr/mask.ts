import type { Grid } from './grid';

type Mask = (x: number, y: number) => boolean;

export const masks: readonly Mask[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Turns the data's modules over where the mask says so; done twice, it is undone. */
export function turn(grid: Grid, mask: number): void {
  grid.dark.forEach((row, y) =>
    row.forEach((isDark, x) => {
      if (!grid.isFixed(x, y)) row[x] = isDark !== masks[mask]!(x, y);
    }),
  );
}

/** How hard a code is to read: long runs, blocks, what looks like a finder, and too much of one colour. */
export function penalty(dark: readonly (readonly boolean[])[]): number {
  const size = dark.length;
  const columns = dark.map((_, x) => dark.map((row) => row[x]!));
  const lines = [...dark, ...columns].map((line) => runs(line) + finders(line));
  let blocks = 0;
  for (let y = 1; y < size; y++) for (let x = 1; x < size; x++) if (new Set([dark[y]![x], dark[y]![x - 1], dark[y - 1]![x], dark[y - 1]![x - 1]]).size === 1) blocks += 3;
  const share = dark.flat().filter(Boolean).length / (size * size);
  return lines.reduce((sum, line) => sum + line, blocks) + Math.floor(Math.abs(share * 100 - 50) / 5) * 10;
}

function runs(line: readonly boolean[]): number {
  let [sum, length] = [0, 1];
  for (let i = 1; i <= line.length; i++) {
    if (i < line.length && line[i] === line[i - 1]) {
      length++;
      continue;
    }
    if (length >= 5) sum += length - 2;
    length = 1;
  }
  return sum;
}

function finders(line: readonly boolean[]): number {
  const text = line.map((isDark) => (isDark ? '1' : '0')).join('');
  return [...text.matchAll(/(?=10111010000|00001011101)/g)].length * 40;
}
