/** What the operator console says. */
export const opsText = {
  title: 'Operator',
  frame: 'Operator console: what you do here changes the venue for everybody.',
  no: 'This console is for operators', noWhy: 'Your sign-in has no operator’s role. A role given to you counts from your next sign-in on.', why: 'The console is for operators of the venue.',
  overview: 'The venue', markets: 'Markets', prices: 'Prices by hand', moves: 'May go to', none: 'nowhere',
  about: 'Only the moves the rules allow are offered. After a halt a market comes back by steps: cancel only for a minute, post-only for half a minute, then an auction opens it.',
  move: (market: string, to: string) => `Move ${market} to ${to}`, reason: 'Reason, a number of your own', reasonHint: 'Recorded with the change for everybody to see; 1 to 2147483647', badReason: 'A whole number above zero',
  type: (market: string) => `Type ${market} to go on`, badType: 'That is another name', moved: (market: string, to: string, seq: number) => `${market} is ${to}, by command ${seq}`,
  forever: 'This cannot be undone: every position is closed at the settlement price and the market never opens again.',
  afterHalt: 'Not after a halt: then only the next step is taken.',
  index: 'Index', mark: 'Mark', markHint: 'Empty: the index', trust: 'How far it may be trusted', set: 'Set the prices', priceSet: (market: string, seq: number) => `Prices of ${market} set, by command ${seq}`, badPrice: 'Not a price of this market',
  pricesAbout: 'For a venue without feeds. What you set is what margin, liquidation and triggers go by, at once and for everybody.',
  market: 'Market',
  elsewhere: 'Parameters, approvals, insurance, liquidations, users, withdrawals and the journal have no routes on this venue yet; they are done with the program’s own tools.',
} as const;
