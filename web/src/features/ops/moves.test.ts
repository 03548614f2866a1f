import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MarketState } from '@/api/types';
import { movesFrom } from './moves';

const states: MarketState[] = ['draft', 'preOpen', 'open', 'postOnly', 'reduceOnly', 'cancelOnly', 'auction', 'halted', 'settling', 'settled'];
const pascal = (state: string): string => state.charAt(0).toUpperCase() + state.slice(1);

describe('an operator\u2019s moves', () => {
  it('are those of the engine, read from its own table', () => {
    const source = readFileSync(new URL('../../../../src/Peregrine.Engine/Lifecycle/MarketRules.cs', import.meta.url), 'utf8');
    const table = source.slice(source.indexOf('bool MayMove('));
    for (const to of states) {
      const row = new RegExp(`MarketState\\.${pascal(to)} => ((?:.|\\n)*?),\\n`).exec(table)?.[1] ?? '';
      const named = new Set([...row.matchAll(/MarketState\.(\w+)/g)].map((m) => m[1]));
      const isAllBut = row.includes('is not');
      const expected = row === 'false' ? [] : states.filter((from) => named.has(pascal(from)) !== isAllBut);
      expect(states.filter((from) => movesFrom(from).includes(to)), to).toEqual(expected);
    }
  });
});
