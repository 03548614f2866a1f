import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { WidthClass } from '@/ui/widthClass';

/** How large a panel is, by the width it was chosen for. */
export interface Sizes {
  readonly book: number;
  readonly tape: number;
  readonly form: number;
  readonly tables: number;
}

export const firstSizes: Readonly<Record<WidthClass, Sizes>> = {
  wide: { book: 276, tape: 212, form: 320, tables: 274 },
  desk: { book: 264, tape: 0, form: 304, tables: 238 },
  tablet: { book: 0, tape: 0, form: 340, tables: 320 },
  phone: { book: 0, tape: 0, form: 0, tables: 0 },
};

/** No panel becomes smaller than what it is for. */
export const leastSizes: Sizes = { book: 220, tape: 180, form: 280, tables: 180 };

export interface ChartView {
  readonly interval: string;
  readonly source: 'trades' | 'mark' | 'index';
  readonly indicators: readonly string[];
  readonly showsLines: boolean;
}

interface View {
  readonly sizes: Partial<Record<WidthClass, Sizes>>;
  /** Grouping of the book in ticks, by market. */
  readonly groups: Readonly<Record<string, number>>;
  readonly chart: ChartView;
  readonly bookTab: 'book' | 'trades' | 'depth' | 'ladder';
  readonly tableTab: string;
  readonly onlyThisMarket: boolean;
}

/** How the trade page was arranged, kept in this browser. */
export const useView = create<View>()(
  persist(
    (): View => ({
      sizes: {},
      groups: {},
      chart: { interval: '1m', source: 'trades', indicators: ['ema', 'volume'], showsLines: true },
      bookTab: 'book',
      tableTab: 'positions',
      onlyThisMarket: false,
    }),
    { name: 'peregrine.view', version: 1 },
  ),
);

export function setChart(news: Partial<ChartView>): void {
  useView.setState(({ chart }) => ({ chart: { ...chart, ...news } }));
}

export function setSize(width: WidthClass, panel: keyof Sizes, size: number): void {
  useView.setState(({ sizes }) => ({ sizes: { ...sizes, [width]: { ...(sizes[width] ?? firstSizes[width]), [panel]: Math.max(leastSizes[panel], Math.round(size)) } } }));
}

export const resetSize = (width: WidthClass, panel: keyof Sizes): void => setSize(width, panel, firstSizes[width][panel]);
