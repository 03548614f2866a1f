import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { firstLayouts, type Layout } from '@/lib/layout/layout';
import type { WidthClass } from '@/ui/widthClass';

/** How large a panel is, by the width it was chosen for. */
export interface Sizes {
  readonly book: number;
  readonly tape: number;
  readonly form: number;
  readonly tables: number;
  readonly watch: number;
}

export const firstSizes: Readonly<Record<WidthClass, Sizes>> = {
  vast: { book: 276, tape: 212, form: 320, tables: 320, watch: 220 },
  wide: { book: 276, tape: 212, form: 320, tables: 274, watch: 220 },
  desk: { book: 264, tape: 190, form: 304, tables: 238, watch: 200 },
  tablet: { book: 0, tape: 0, form: 340, tables: 320, watch: 0 },
  phone: { book: 0, tape: 0, form: 0, tables: 0, watch: 0 },
};

/** No panel becomes smaller than what it is for. */
export const leastSizes: Sizes = { book: 220, tape: 180, form: 280, tables: 180, watch: 170 };

export interface ChartView {
  readonly interval: string;
  readonly source: 'trades' | 'mark' | 'index';
  readonly indicators: readonly string[];
  readonly showsLines: boolean;
}

interface View {
  readonly sizes: Partial<Record<WidthClass, Sizes>>;
  /** Where the panels stand, by the width it was arranged for. */
  readonly layouts: Partial<Record<WidthClass, Layout>>;
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
      layouts: {},
      groups: {},
      chart: { interval: '1m', source: 'trades', indicators: ['ema', 'volume'], showsLines: true },
      bookTab: 'book',
      tableTab: 'positions',
      onlyThisMarket: false,
    }),
    {
      name: 'peregrine.view',
      version: 2,
      // Panels that came since have no size in what was kept before.
      migrate: (kept) => ({ ...(kept as View), sizes: {}, layouts: {} }),
    },
  ),
);

export function setChart(news: Partial<ChartView>): void {
  useView.setState(({ chart }) => ({ chart: { ...chart, ...news } }));
}

export function setSize(width: WidthClass, panel: keyof Sizes, size: number): void {
  useView.setState(({ sizes }) => ({ sizes: { ...sizes, [width]: { ...(sizes[width] ?? firstSizes[width]), [panel]: Math.max(leastSizes[panel], Math.round(size)) } } }));
}

export const resetSize = (width: WidthClass, panel: keyof Sizes): void => setSize(width, panel, firstSizes[width][panel]);

export const useLayout = (width: WidthClass): Layout => useView((v) => v.layouts[width]) ?? firstLayouts[width];

export function setLayout(width: WidthClass, layout: Layout): void {
  useView.setState(({ layouts }) => ({ layouts: { ...layouts, [width]: layout } }));
}

/** Everything of this width where it was at first. */
export function resetLayout(width: WidthClass): void {
  useView.setState(({ layouts, sizes }) => ({ layouts: { ...layouts, [width]: firstLayouts[width] }, sizes: { ...sizes, [width]: firstSizes[width] } }));
}
