/** The grids of the trade page: a phone shows one section at a time, a wide desk has room for the tape beside the book, several screens for all markets as well. */
export type WidthClass = 'phone' | 'tablet' | 'desk' | 'wide' | 'vast';

/** What stands side by side on the trade page; the tables lie below or above it. */
export type Panel = 'watch' | 'chart' | 'book' | 'tape' | 'form';

export interface Layout {
  /** From left to right. */
  readonly order: readonly Panel[];
  readonly hidden: readonly Panel[];
  readonly tables: 'below' | 'above';
}

const order: readonly Panel[] = ['watch', 'chart', 'book', 'tape', 'form'];

export const firstLayouts: Readonly<Record<WidthClass, Layout>> = {
  vast: { order, hidden: [], tables: 'below' },
  wide: { order, hidden: ['watch'], tables: 'below' },
  // There the book has the trades in a tab.
  desk: { order, hidden: ['watch', 'tape'], tables: 'below' },
  tablet: { order, hidden: ['watch', 'tape'], tables: 'below' },
  phone: { order, hidden: ['watch', 'tape'], tables: 'below' },
};

/** The page is for looking at a price and acting on it: these two cannot be put away. */
export const canHide = (panel: Panel): boolean => panel !== 'chart' && panel !== 'form';

export const shownOf = (layout: Layout): Panel[] => layout.order.filter((p) => !layout.hidden.includes(p));

/** A panel one place to the left or right of where it is shown; hidden ones are passed over. */
export function moved(layout: Layout, panel: Panel, by: -1 | 1): Layout {
  const shown = shownOf(layout);
  const other = shown[shown.indexOf(panel) + by];
  return other === undefined ? layout : swapped(layout, panel, other);
}

export function swapped(layout: Layout, one: Panel, other: Panel): Layout {
  return { ...layout, order: layout.order.map((p) => (p === one ? other : p === other ? one : p)) };
}

export function toggled(layout: Layout, panel: Panel): Layout {
  if (!canHide(panel)) return layout;
  return { ...layout, hidden: layout.hidden.includes(panel) ? layout.hidden.filter((p) => p !== panel) : [...layout.hidden, panel] };
}

export interface Grid {
  readonly areas: string;
  readonly columns: string;
  readonly rows: string;
}

const tall: ReadonlySet<Panel> = new Set(['form', 'watch']);

/**
 * The page's grid. Form and watch at an edge are as high as the page; between others they are as high as the chart, because a grid's areas are rectangles.
 * The chart takes what is left, everything else its own width from a variable.
 */
export function gridOf(layout: Layout): Grid {
  const shown = shownOf(layout);
  const inner = shown.filter((_, i) => !isTallAt(shown, i));
  const row = (name: string): string => `'${shown.map((p) => (inner.includes(p) ? name || p : p)).join(' ')}'`;
  const body = row('');
  const tables = row('tables');
  return {
    areas: [row('market'), ...(layout.tables === 'above' ? [tables, body] : [body, tables])].join(' '),
    columns: shown.map((p) => (p === 'chart' ? 'minmax(420px, 1fr)' : `var(--${p})`)).join(' '),
    rows: layout.tables === 'above' ? '50px var(--tables) minmax(0, 1fr)' : '50px minmax(0, 1fr) var(--tables)',
  };
}

function isTallAt(shown: readonly Panel[], at: number): boolean {
  const isTall = (panels: readonly Panel[]): boolean => panels.every((p) => tall.has(p));
  return isTall(shown.slice(0, at + 1)) || isTall(shown.slice(at));
}

/** The edge of a panel that faces the chart: there its width is dragged. */
export const edgeOf = (layout: Layout, panel: Panel): 'left' | 'right' => (layout.order.indexOf(panel) > layout.order.indexOf('chart') ? 'left' : 'right');
