import { describe, expect, it } from 'vitest';
import { buildOrder, type Draft, emptyDraft } from '@/lib/orders';
import { lots } from '@/lib/numbers';
import { btc } from '@/lib/testing/examples';
import type { PreviewWire } from '@/trading/preview';
import { reasonsToAsk } from './reasons';

const references = { mark: 600_000_000n, bid: null, ask: null };
const told = (notional: string): PreviewWire => ({ orders: [{ notional }], positions: [] }) as unknown as PreviewWire;

function asked(of: Partial<Draft>, preview: PreviewWire | null, isOfThis = preview !== null, price: number | null = 600_000): readonly string[] | null {
  const draft: Draft = { ...emptyDraft, kind: 'market', size: '1', ...of };
  const outcome = buildOrder(draft, { market: btc, references, most: null, position: lots(0), nowMs: 0 });
  return reasonsToAsk({ outcome, draft, preview, isOfThis, price }, btc, 50_000, false);
}

const above = ['Larger than your own limit of 50,000 USDC.'];

describe('an order above the own limit asks', () => {
  it('before the engine has said anything of it', () => expect(asked({}, null)).toEqual(above));
  it('while what the engine said is about another order', () => expect(asked({}, told('10'), false)).toEqual(above));
  it('where the book is worse than the price it is reckoned at', () => expect(asked({ size: '0.8' }, told('50000.01'))).toEqual(above));
  it('at its own price', () => expect(asked({ kind: 'limit', price: '60000' }, told('0'))).toEqual(above));
  it('also where nothing says what it is worth', () => expect(asked({}, null, false, null)).toEqual(['What it is worth is not known yet.']));
});

it('a smaller one goes at once, unless market orders ask', () => {
  expect(asked({ size: '0.5' }, told('30000'))).toBeNull();
});
