import type { Version } from './versions';

/** The modules of a code: dark or light, and which belong to a pattern and hold no data. */
export class Grid {
  readonly dark: boolean[][];
  private readonly fixed: boolean[][];
  readonly version: Version;

  constructor(version: Version) {
    this.version = version;
    this.dark = square(version.size);
    this.fixed = square(version.size);
    this.drawPatterns();
  }

  isFixed(x: number, y: number): boolean {
    return this.fixed[y]![x]!;
  }

  /** Data goes up and down in columns of two, from the right; the column of the timing pattern is left out. */
  drawData(words: readonly number[]): void {
    const { size } = this.version;
    let bit = 0;
    for (let right = size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      const isUp = ((right + 1) & 2) === 0;
      for (let step = 0; step < size; step++) {
        const y = isUp ? size - 1 - step : step;
        for (const x of [right, right - 1]) {
          if (this.isFixed(x, y) || bit >= words.length * 8) continue;
          this.dark[y]![x] = ((words[bit >>> 3]! >>> (7 - (bit & 7))) & 1) === 1;
          bit++;
        }
      }
    }
  }

  /** Level and mask, twice, with checks of their own, so that a reader finds out how to read the rest. */
  drawFormat(mask: number): void {
    const { size } = this.version;
    // Level M is 00.
    const bits = ((mask << 10) | remainder(mask, 10, 0x537)) ^ 0x5412;
    for (let i = 0; i < 15; i++) {
      const isDark = ((bits >>> i) & 1) === 1;
      if (i < 6) this.fix(8, i, isDark);
      else if (i < 8) this.fix(8, i + 1, isDark);
      else if (i === 8) this.fix(7, 8, isDark);
      else this.fix(14 - i, 8, isDark);
      if (i < 8) this.fix(size - 1 - i, 8, isDark);
      else this.fix(8, size - 15 + i, isDark);
    }
    this.fix(8, size - 8, true);
  }

  private drawPatterns(): void {
    const { size, marks, number } = this.version;
    for (let i = 0; i < size; i++) {
      this.fix(6, i, i % 2 === 0);
      this.fix(i, 6, i % 2 === 0);
    }
    for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) this.drawRings(x, y, 4);
    const last = marks.length - 1;
    for (const [i, x] of marks.entries()) for (const [j, y] of marks.entries()) if (!((i === 0 && (j === 0 || j === last)) || (i === last && j === 0))) this.drawRings(x, y, 2);
    this.drawFormat(0);
    if (number >= 7) this.drawVersion(number);
  }

  /** Nested squares: a finder with its white border (4), or a small one (2). */
  private drawRings(cx: number, cy: number, reach: number): void {
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++) {
        const ring = Math.max(Math.abs(dx), Math.abs(dy));
        this.fix(cx + dx, cy + dy, reach === 4 ? ring !== 2 && ring !== 4 : ring !== 1);
      }
  }

  private drawVersion(number: number): void {
    const bits = (number << 12) | remainder(number, 12, 0x1f25);
    for (let i = 0; i < 18; i++) {
      const [a, b] = [this.version.size - 11 + (i % 3), Math.floor(i / 3)];
      const isDark = ((bits >>> i) & 1) === 1;
      this.fix(a, b, isDark);
      this.fix(b, a, isDark);
    }
  }

  private fix(x: number, y: number, isDark: boolean): void {
    if (x < 0 || y < 0 || x >= this.version.size || y >= this.version.size) return;
    this.dark[y]![x] = isDark;
    this.fixed[y]![x] = true;
  }
}

const square = (size: number): boolean[][] => Array.from({ length: size }, () => Array<boolean>(size).fill(false));

/** What is left of a number, moved up by so many bits, after division by a polynomial of that degree. */
function remainder(value: number, degree: number, polynomial: number): number {
  let rest = value;
  for (let i = 0; i < degree; i++) rest = (rest << 1) ^ ((rest >>> (degree - 1)) * polynomial);
  return rest;
}
