import { expect, it } from 'vitest';
import { sumsOf } from './sums';

it('sums are made market by market, the best first', () => {
  const row = (market: string, net: bigint) => ({ market, trading: net + 3n, funding: -1n, fees: -2n, net });
  expect(sumsOf([row('A', -5n), row('B', 7n), row('A', 4n)])).toEqual([row('B', 7n), { market: 'A', trading: 5n, funding: -2n, fees: -4n, net: -1n }]);
});
