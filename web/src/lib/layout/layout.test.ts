import { describe, expect, it } from 'vitest';
import { edgeOf, firstLayouts, gridOf, type Layout, moved, type Panel, shownOf, swapped, toggled } from './layout';

const { wide, desk } = firstLayouts;

describe('a layout', () => {
  it('begins as it always was', () => {
    expect(gridOf(wide).areas).toBe("'market market market form' 'chart book tape form' 'tables tables tables form'");
    expect(gridOf(desk)).toEqual({ areas: "'market market form' 'chart book form' 'tables tables form'", columns: 'minmax(420px, 1fr) var(--book) var(--form)', rows: '50px minmax(0, 1fr) var(--tables)' });
  });

  it('lets a tall panel stand at an edge alone, and be as high as the chart between others', () => {
    expect(gridOf(toggled(desk, 'watch')).areas).toBe("'watch market market form' 'watch chart book form' 'watch tables tables form'");
    expect(gridOf(moved(desk, 'form', -1)).areas).toBe("'market market market' 'chart form book' 'tables tables tables'");
    expect(gridOf({ ...desk, order: ['form', 'watch', 'chart', 'book', 'tape'], hidden: ['tape'] }).areas).toBe("'form watch market market' 'form watch chart book' 'form watch tables tables'");
  });

  it('has rectangles only, however it is arranged', () => {
    const panels: Panel[] = ['watch', 'chart', 'book', 'tape', 'form'];
    const orders = (left: Panel[]): Panel[][] => (left.length === 0 ? [[]] : left.flatMap((p) => orders(left.filter((q) => q !== p)).map((rest) => [p, ...rest])));
    for (const order of orders(panels)) {
      const rows = gridOf({ order, hidden: [], tables: 'below' }).areas.split("' '").map((r) => r.replaceAll("'", '').split(' '));
      for (const name of ['market', 'tables']) {
        const at = rows.flatMap((r) => r.flatMap((cell, i) => (cell === name ? [i] : [])));
        expect(Math.max(...at) - Math.min(...at) + 1, order.join()).toBe(at.length);
      }
    }
  });

  it('moves past what is hidden, swaps, and never loses chart or form', () => {
    const passed = moved({ ...desk, hidden: ['watch', 'book', 'tape'] }, 'chart', 1);
    expect(shownOf(passed)).toEqual(['form', 'chart']);
    expect(moved(desk, 'chart', -1)).toBe(desk);
    expect(shownOf(swapped(desk, 'chart', 'book'))).toEqual(['book', 'chart', 'form']);
    expect(toggled(desk, 'form')).toBe(desk);
    expect(shownOf(toggled(toggled(desk, 'tape'), 'tape'))).toEqual(shownOf(desk));
  });

  it('puts tables above, and edges where the chart is', () => {
    const above: Layout = { ...desk, tables: 'above' };
    expect(gridOf(above).areas).toBe("'market market form' 'tables tables form' 'chart book form'");
    expect([edgeOf(desk, 'book'), edgeOf(swapped(desk, 'chart', 'book'), 'book')]).toEqual(['left', 'right']);
  });
});
