/** What the pages about markets say. */
export const marketsText = {
  title: 'Markets',
  lead: 'Every market’s terms are public; follow a name to its rules.',
  search: 'Search markets',
  onlyStars: 'Favourites',
  none: (typed: string) => `No market called ${typed}`,
  noStars: 'No favourites yet. The star in front of a market makes one.',
  star: (market: string) => `${market} is a favourite`,
  columns: { market: 'Market', last: 'Last', change: '24 h', mark: 'Mark', funding: 'Funding / 1 h', volume: 'Volume 24 h', openInterest: 'Open interest', state: 'State' },
  trade: (market: string) => `Trade ${market}`,
  rules: (market: string) => `Rules of ${market}`,
  states: {
    draft: 'Draft', preOpen: 'Before opening', open: 'Open', postOnly: 'Post-only', reduceOnly: 'Reduce only', cancelOnly: 'Cancel only', auction: 'Auction', halted: 'Halted', settling: 'Settling', settled: 'Settled',
  },
  allows: {
    draft: 'Listed and not open yet.', preOpen: 'Limit orders are collected and matched at one price when it opens.', open: 'Everything works.', postOnly: 'Only orders that rest; nothing matches.',
    reduceOnly: 'Positions can only get smaller.', cancelOnly: 'Orders can only be cancelled; nothing matches and nobody is liquidated.', auction: 'Limit orders are collected and matched at one price.',
    halted: 'Nothing matches and nobody is liquidated. You can cancel and add margin.', settling: 'Positions are being closed at the settlement price.', settled: 'Closed for ever; every position was closed at the settlement price.',
  },
  prices: { fresh: 'Fresh', suspect: 'Suspect', stale: 'Stale', dead: 'Dead' },
  priceAllows: {
    fresh: 'Sources agree and are young.', suspect: 'The price jumped or is a little old: new risk is off until it is confirmed.', stale: 'The price is old: you can reduce and cancel, and nobody is liquidated.',
    dead: 'There has been no price for long: you can only cancel.',
  },
  one: {
    unknown: 'There is no such market', back: 'All markets', trade: 'Trade', now: 'Now', rules: 'Rules of an order', tiers: 'Margin by size', tiersLead: 'Like an income tax: each part of a position pays the rate of its own row.',
    tick: 'Price step', lot: 'Size step', min: 'Smallest size', minWorth: 'Smallest value', max: 'Largest order', maxMarket: 'Largest order at market', maxPosition: 'Largest position', bandUp: 'A buy at most', bandDown: 'A sell at least',
    over: 'above the mark', under: 'below the mark', slip: 'Most slippage of a market order', leverage: 'Most leverage', maker: 'Fee when you rest', taker: 'Fee when you take', cap: 'Open interest, of its cap',
    from: 'Position above', initial: 'Initial', maintenance: 'Maintenance', most: 'Most leverage', needs: 'Maintenance there', funding: 'Funding history', fundingLead: 'Longs pay shorts when it is above zero. Paid every hour on the index.',
    sources: 'Where the index comes from', when: 'Time', rate: 'Rate', index: 'Index', premium: 'Premium', source: 'Source', price: 'Price', weight: 'Weight', age: 'Age', health: 'State', mark: 'Mark', last: 'Last trade', state: 'State', prices: 'Prices', openInterest: 'Open interest', volume: 'Volume, 24 h',
    noFunding: 'No funding was paid here yet.', predicted: 'Next, if nothing changed', rateNow: 'Rate of the last hour', next: 'Paid in',
    byHand: 'Prices are set by hand on this venue; there are no sources.', fundingOff: 'There is no funding where prices are set by hand.', premiumNow: 'Premium of this hour so far', older: 'Older hours', longs: 'longs pay shorts', shorts: 'shorts pay longs',
    least: (n: number) => `At least ${n} sources must agree, none older than `, waits: 'A jump waits for confirmation:', confidence: 'Uncertain by', upstream: 'Shares its origin',
    healths: { used: 'used', old: 'too old', uncertain: 'unsure of itself', outlier: 'too far off', shared: 'another of its origin speaks', idle: 'too few agree' } as Readonly<Record<string, string>>,
  },
} as const;
