/** What the liquidity page says. */
export const liquidityText = {
  title: 'Liquidity',
  lead: 'Orders that ask makers for better prices for a moment, before they meet the book. Whoever answers quotes firm and sealed; the order is never filled worse than by the book alone.',
  open: 'Open auctions', none: 'No auction is open at this moment', noneWhy: 'They last a fraction of a second and appear here as they open. A market may have none.',
  missing: 'This venue has no auctions that can be asked for yet.',
  market: 'Market', side: 'Order', size: 'Size, at most', limit: 'Its limit', touch: 'Better than', ends: 'Ends in', mine: 'Yours', quote: 'Quote', buy: 'buys', sell: 'sells', own: 'your order', ended: 'over',
  quoting: (market: string) => `Quote in ${market}`, price: 'Price', amount: 'Size', send: 'Send the quote', sent: (id: string) => `Quote ${id} is in. It stays sealed and cannot be taken back.`, bad: 'Not on this market’s grid',
  firm: 'A quote is firm: it holds margin until the auction ends, and a second one must be better in price and no smaller.', yours: (qty: string, price: string) => `your quote: ${qty} at ${price}`,
} as const;
