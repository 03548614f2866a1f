/** What histories say. */
export const historyText = {
  title: 'History',
  names: { fills: 'Fills', orders: 'Orders', positions: 'Closed positions', funding: 'Funding', ledger: 'Ledger', liquidations: 'Liquidations', adl: 'Deleveraging' },
  empty: {
    fills: 'Nothing traded yet.', orders: 'No orders yet.', positions: 'No position was closed yet.', funding: 'No funding was paid yet.', ledger: 'No money moved yet.',
    liquidations: 'Nothing was liquidated, and no warning was given.', adl: 'No position was reduced to close another’s.',
  },
  market: 'Market', all: 'All markets', time: 'Time', more: 'Show more', export: 'Export as CSV', exporting: 'Gathering all rows…', exported: (n: number) => `${n} rows exported`, explain: 'Explain', maker: 'maker', taker: 'taker',
  columns: {
    market: 'Market', side: 'Side', price: 'Price', qty: 'Size', fee: 'Fee', realised: 'Realised', sizeAfter: 'Position after', isMaker: 'Role', reason: 'Why', type: 'Type', filled: 'Filled', fees: 'Fees', state: 'State',
    maxQty: 'Largest size', funding: 'Funding', net: 'Net', amount: 'Amount', size: 'Position', indexPrice: 'Index', rate: 'Rate', kind: 'What', asset: 'Asset', change: 'Change', balance: 'Balance after', pot: 'Pot after',
    limit: 'Not worse than', equity: 'Equity', maintenanceMargin: 'Maintenance', notional: 'Value', requested: 'Asked for',
  } as Readonly<Record<string, string>>,
  values: {
    buy: 'Buy', sell: 'Sell', long: 'Long', short: 'Short', limit: 'Limit', market: 'Market', closePosition: 'Close', twap: 'TWAP', stop: 'Stop', takeProfit: 'Take profit', trailing: 'Trailing stop',
    user: 'order', trigger: 'trigger', liquidation: 'liquidation', backstop: 'backstop', adl: 'deleveraging', settlement: 'settlement', jit: 'auction',
    new: 'New', pendingTrigger: 'Waiting', pendingAuction: 'In auction', inactive: 'Asleep', live: 'Live', partiallyFilled: 'Partly filled', filled: 'Filled', cancelled: 'Cancelled', expired: 'Expired', rejected: 'Refused',
    deposit: 'Deposit', withdrawal: 'Withdrawal', refund: 'Withdrawal came back', transferIn: 'Transfer in', transferOut: 'Transfer out', referral: 'Referral', builder: 'Front end’s fee', conversion: 'Conversion',
    lend: 'Lent', unlend: 'Lending ended', loss: 'Loss', fill: 'Fill', margin: 'Margin moved', funding: 'Funding', insurance: 'Insurance', badDebt: 'Loss nobody could pay', interest: 'Interest', lendLoss: 'Loss of the vault', settlementShare: 'Share of a settlement',
    marginWarning: 'Warning', liquidationStarted: 'Liquidation began', liquidationStep: 'Sold through the book', liquidationEnded: 'Liquidation ended',
    backstopTaken: 'Backstop took over', insuranceDrawn: 'Insurance paid', insuranceFunded: 'Insurance was given money', badDebtBooked: 'Loss nobody could pay', adlStarted: 'Deleveraging began', collateralConverted: 'Collateral sold',
  } as Readonly<Record<string, string>>,
  /** Why an order ended without being filled. */
  endings: {
    user: 'cancelled by you', amend: 'amended below what was filled', massCancel: 'all cancelled', iocRemainder: 'rest not filled', breaker: 'beyond the execution range', wouldBankrupt: 'would have bankrupted you',
    makerMargin: 'no margin when it would have filled', stp: 'met an own order', roNoRoom: 'nothing left to reduce', triggerMargin: 'no margin when it fired', noPosition: 'no position left', oco: 'the other one filled',
    entryUnfilled: 'entry never filled', twapEnd: 'its time was over', auctionMargin: 'no margin at the auction’s end', auctionHalt: 'auction ended by a halt', deadMan: 'dead-man switch', disconnect: 'connection lost',
    liquidation: 'liquidation', settlement: 'settlement', oiCap: 'open interest is at its cap', mmpActive: 'market-maker protection', expired: 'its time was over', limit: 'a limit of yours', rejected: 'refused', marketState: 'the market’s state',
  } as Readonly<Record<string, string>>,
} as const;
