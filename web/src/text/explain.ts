/** What the explanations say. */
export const explainText = {
  title: 'Explain',
  lead: 'Everything the engine did by itself can be explained from its receipt: what it saw, what it decided, and the arithmetic in between.',
  why: 'Explanations belong to an account.',
  list: 'What the engine did on your account lately', none: 'Nothing yet: no funding, no trigger, no liquidation.', open: 'Explain', more: 'All histories', when: 'When', what: 'What', market: 'Market', amount: 'Amount',
  missing: 'This venue does not explain events yet.',
  proof: {
    title: 'What the venue owes', link: 'Check what the venue owes you', why: 'A proof belongs to an account.',
    lead: 'Every hour the venue publishes the sum of what it owes to all accounts, as one hash. The proof below says that your account is in that sum with what you have; this browser checks it with nothing but the proof and the published hash.',
    missing: 'This venue does not publish what it owes yet.', young: 'Your account is younger than the newest sum. The next one, at the full hour, has it.', root: 'Published hash', owed: 'Owed to all accounts', accounts: 'Accounts in it', at: 'Of', yours: 'Your part of it',
    cash: 'Cash', pots: 'Isolated margin', unrealised: 'Unrealised PnL', collateral: 'Collateral', lent: 'Lent', check: 'Check in this browser', holds: (n: number) => `It holds: your account leads through ${n} ${n === 1 ? 'neighbour' : 'neighbours'} to the published hash and its sum.`,
    fails: 'It does not hold: this proof leads to another hash. Keep it and ask the venue.', save: 'Keep the proof as a file', stops: 'It proves what is owed, not what is held: that is for whoever keeps the money to show beside it.',
  },
  kinds: {
    marginWarning: 'a warning', liquidationStarted: 'the beginning of a liquidation', liquidationStep: 'a sale by liquidation', liquidationEnded: 'the end of a liquidation', backstopTaken: 'a take-over by the backstop',
    insuranceDrawn: 'a payment by the insurance fund', badDebtBooked: 'a loss that nobody could pay', adlStarted: 'the beginning of a deleveraging', adlApplied: 'a deleveraging', fundingPaid: 'a funding payment',
    fundingStarted: 'an hour’s funding rate', orderTriggered: 'a trigger', collateralConverted: 'a sale of collateral',
  } as Readonly<Record<string, string>>,
  titles: {
    liquidation: (market: string) => `Why you were liquidated${market === '' ? '' : ` in ${market}`}`, adl: (market: string) => `Why your ${market} position was made smaller`,
    funding: (market: string) => `Why you paid or received funding in ${market}`, trigger: (market: string) => `Why your order in ${market} fired`, rate: (market: string) => `How the funding rate of ${market} came about`, other: 'Why this happened',
  },
  intro: {
    liquidation: 'Your margin no longer covered the minimum for what you held, so the engine made it smaller. Nothing was decided by a person. What was left stayed yours.',
    adl: 'Somebody on the other side could no longer pay, and neither the book, nor the backstop, nor insurance took the position. Those with the most profit and leverage gave a part of theirs, at the price at which the other was bankrupt.',
    funding: 'Once an hour the two sides of a market pay each other, so that its price stays with the index. What is paid is your size times the index times the rate; nothing of it goes to the venue.',
    trigger: 'Your order waited for a price and that price came.', rate: 'The rate of an hour is the mean of how far the book stood from the index, second by second.', other: '',
  },
  steps: {
    held: 'What you held', price: 'What the price did', warned: 'When we warned you', test: 'The test that failed', did: 'What the engine did', cost: 'What it cost', avoided: 'What would have avoided it', check: 'Check it yourself',
  },
  held: (size: string, market: string) => `${size} in ${market} when it began.`, heldMany: 'Positions with shared margin, liquidated the largest first.',
  price: 'The mark price decides, never the last trade. It is an average of outside prices, and steps of it that look wrong are held back.', noPrices: 'The minutes around it are not kept here.',
  warned: (when: string, equity: string, margin: string) => `${when}: equity ${equity}, maintenance ${margin}`, unwarned: 'The price moved past every warning line at once, so there was no warning before.',
  test: (equity: string, margin: string) => `${equity} < ${margin}`, testSays: 'Equity against maintenance margin. A liquidation begins when the first is below the second, and not before.',
  act: (what: string, qty: string, limit: string) => [what, qty, limit === '' ? '' : `not worse than ${limit}`].filter(Boolean).join(', '), fill: (side: string, qty: string, price: string) => `${side} ${qty} at ${price}`,
  fees: 'Fees, with the liquidation fee', realised: 'Realised', kept: 'Equity at the end', insured: 'Paid by insurance, not by you',
  avoided: (missing: string) => `${missing} USDC more margin at that moment, a smaller position, or an exit before it.`,
  check: {
    lead: 'The venue recomputed every number below from its journal. This page can work the formulas out again by itself, with nothing but the receipt.', venue: (same: number, all: number) => `The venue: ${same} of ${all} numbers follow.`,
    run: 'Recompute in this browser', here: (same: number, all: number) => `This browser: ${same} of ${all} formulas come to what the receipt says.`, words: 'the venue’s word', same: 'same', other: 'another', step: 'What', formula: 'How it follows', stated: 'Receipt', result: 'Here',
  },
  names: {
    cash: 'Cash', pot: 'Isolated pot', collateral: 'Collateral', equity: 'Equity', maintenanceMargin: 'Maintenance margin', marketMargin: 'Margin of this market', failed: 'Below the line', below: 'Below the warning line', feeRate: 'Fee rate',
    asked: 'To be closed', bankruptcy: 'Bankruptcy price', limit: 'Not worse than', filled: 'Filled', fee: 'Liquidation fee', solvent: 'Nothing owed', mark: 'Mark', index: 'Index', rate: 'Rate', size: 'Size', amount: 'Amount', potAfter: 'Pot after',
    cashAfter: 'Cash after', samples: 'Seconds counted', averagePremium: 'Mean premium', rate8h: 'Rate for eight hours', price: 'Price', qty: 'Size', requested: 'Asked for', notional: 'Value', side: 'Side', candidates: 'Candidates', level: 'Level',
    fired: 'Reached', left: 'Left over', enough: 'Within what was left', insured: 'Within what insurance may pay', lacking: 'Something lacked', marketFirst: 'The market’s own fund first', reduces: 'Made smaller only', reference: 'Price then',
  } as Readonly<Record<string, string>>,
} as const;
