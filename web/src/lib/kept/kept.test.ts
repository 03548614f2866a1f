import { describe, expect, it } from 'vitest';
import { firstLayouts } from '../layout/layout';
import { fitting, layoutOf, parsed } from './kept';

describe('what was kept elsewhere', () => {
  const known = { theme: 'dark', sounds: false, askAbove: 50_000, favourites: [] as string[], tells: { orders: true, money: true } };

  it('is taken where it is of the same kind, and nothing else of it', () => {
    expect(fitting(known, { theme: 'light', sounds: 'yes', favourites: ['SOL-PERP'], admin: true })).toEqual({ theme: 'light', favourites: ['SOL-PERP'] });
    expect(fitting(known, { favourites: [7], tells: { orders: false }, askAbove: '9' })).toEqual({});
    expect(fitting(known, { tells: { orders: false, money: true } })).toEqual({ tells: { orders: false, money: true } });
    for (const none of [null, 'text', 7, undefined]) expect(fitting(known, none)).toEqual({});
  });

  it('is a layout only with every panel once, and with chart and form shown', () => {
    const { order } = firstLayouts.desk;
    const good = { order: [...order].reverse(), hidden: ['tape'], tables: 'above' };
    expect(layoutOf(order, good)).toEqual(good);
    for (const bad of [null, {}, { ...good, order: order.slice(1) }, { ...good, order: [...order.slice(1), 'chart'] }, { ...good, hidden: ['chart'] }, { ...good, hidden: ['moon'] }, { ...good, tables: 'left' }]) expect(layoutOf(order, bad)).toBeNull();
  });

  it('may be no JSON', () => expect([parsed('{"a":1}'), parsed('{')]).toEqual([{ a: 1 }, null]));
});
