import { expect, it } from 'vitest';
import { type AuctionWire, withMine } from './auctions';

it('auctions show what the asker has in them, and the one that ends first stands on top', () => {
  const auction = (name: string, endsAt: number): AuctionWire => ({ auction: name, market: 'BTC-PERP', side: 'buy', sizeBucket: '1', endsAt });
  const rows = withMine([auction('1', 200), auction('2', 100)], [{ ...auction('1', 200), quotePrice: '60000', quoteQty: '0.5' }]);
  expect(rows.map((r) => [r.auction, r.quoteQty])).toEqual([['2', undefined], ['1', '0.5']]);
});
