/** An order that waits for quotes. Whose it is stays unsaid, except to its owner. */
export interface AuctionWire {
  readonly auction: string;
  readonly market: string;
  readonly side: 'buy' | 'sell';
  readonly sizeBucket: string;
  readonly limit?: string;
  readonly touch?: string;
  readonly endsAt: number;
  readonly orderId?: string;
  readonly quotePrice?: string;
  readonly quoteQty?: string;
}

/** Open auctions with what the asker has in them, those that end first on top. */
export function withMine(open: readonly AuctionWire[], mine: readonly AuctionWire[]): AuctionWire[] {
  const own = new Map(mine.map((a) => [a.auction, a]));
  return open.map((a) => ({ ...a, ...own.get(a.auction) })).sort((a, b) => a.endsAt - b.endsAt);
}
