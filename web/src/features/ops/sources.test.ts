import { expect, it } from 'vitest';
import { readSources } from './sources';

it('reads sources line by line, and none where a line is not one', () => {
  expect(readSources('1 10\n 2  5 7 \n\n9 1')).toEqual([{ source: 1, weight: 10 }, { source: 2, weight: 5, upstream: 7 }, { source: 9, weight: 1 }]);
  for (const bad of ['', '1', '1 0', '0 1', '2 1\n1 1', '1 1\n1 1', '1 1 2 3', 'one 1', '1 1.5', Array.from({ length: 9 }, (_, i) => `${i + 1} 1`).join('\n')]) expect(readSources(bad)).toBeNull();
});
