import type { FillReason, OrderState } from '@/api/types';

export const tables = {
  label: 'Positions and orders',
  tabs: { positions: 'Positions', orders: 'Open orders', conditional: 'Conditional', twaps: 'TWAP', fills: 'Fills', history: 'Order history', funding: 'Funding', ledger: 'Ledger' },
  thisMarket: 'This market', export: 'Save as CSV', cancelAll: 'Cancel all', closeAll: 'Close all…',
  columns: {
    market: 'Market', size: 'Size', entry: 'Entry', pnl: 'PnL', liquidation: 'Liquidation', margin: 'Margin', funding: 'Funding', exits: 'Take profit / stop', adl: 'ADL rank', side: 'Side', type: 'Type', price: 'Price', filled: 'Filled', rules: 'Rules',
    trigger: 'Trigger', distance: 'Distance', time: 'Time', fee: 'Fee', role: 'Role', realised: 'Realised', reason: 'Why', state: 'State', value: 'Value', amount: 'Amount', progress: 'Progress', average: 'Average', then: 'Then',
  },
  long: 'Long', short: 'Short', onMargin: 'on margin', mark: 'mark', shared: 'shared', away: 'away', none: 'none', noLiquidation: 'No price of this market alone liquidates this position now.', next: 'next', close: 'Close', reverse: 'Reverse', cancel: 'Cancel', pause: 'Pause', resume: 'Resume', addMargin: 'Add / remove',
  adl: (rank: number, of: number) => `Place ${rank} of ${of}: the first would be reduced first if another’s loss could not be covered.`,
  setExits: 'Set take-profit and stop of', tp: 'TP', sl: 'SL', position: 'whole position', market: 'at market', atMarket: 'Market', limit: 'limit',
  postOnly: 'Post-only', reduceOnly: 'Reduce-only', until: 'Until', iceberg: 'Shows', paused: 'Paused',
  maker: 'Maker', taker: 'Taker', selling: 'Being liquidated',
  reasons: {
    user: 'Order', trigger: 'Trigger', twap: 'TWAP', liquidation: 'Liquidation', backstop: 'Backstop', adl: 'ADL', settlement: 'Settlement', jit: 'JIT auction',
  } satisfies Record<FillReason, string>,
  states: {
    new: 'New', pendingTrigger: 'Waiting', pendingAuction: 'In auction', inactive: 'Waits for its entry', live: 'Live', partiallyFilled: 'Partly filled', filled: 'Filled', cancelled: 'Cancelled', expired: 'Expired', rejected: 'Rejected',
  } satisfies Record<OrderState, string>,
  pending: { sending: 'Sending…', unknown: 'Not confirmed yet. Checking…', rejected: 'Rejected' },
  empty: {
    positions: ['No open positions', 'Your first order is a good place to start small: the form shows its cost and its liquidation price before you send it.'],
    orders: ['No open orders', 'Orders that wait in the book stand here.'],
    conditional: ['No conditional orders', 'Stops, take-profits and trailing stops wait here until their price is reached.'],
    twaps: ['No TWAPs', 'Orders that are worked over time stand here.'],
    fills: ['No fills yet', 'Everything you trade stands here, with its fee.'],
    history: ['No orders have ended yet', 'Orders that were filled, cancelled or refused stand here.'],
    funding: ['No funding yet', 'What positions pay each other every hour stands here.'],
    ledger: ['Nothing yet', 'Every change of your balance stands here.'],
  },
  missing: ['This venue does not serve this history yet', 'What happens from now on is told as it happens.'],
  signedOut: ['Sign in to see your positions and orders', 'A new account gets paper money to try everything.'],
  rate: 'Rate', asset: 'Asset', balance: 'Balance',
  loading: 'Asking for your account…',
  goToForm: 'Go to the order form',
  closeDialog: {
    title: (market: string) => `Close ${market}`, share: 'Share', estimate: 'Estimated', pnl: 'Realised PnL, about', fee: 'Fee, about', send: (share: number) => `Close ${share}\u2009% at market`,
  },
  reverseDialog: { title: (market: string) => `Reverse ${market}`, text: (from: string, to: string, size: string) => `${from} ${size} is closed at market and ${to} ${size} opened, in one order.`, send: 'Reverse at market' },
  closeAllDialog: {
    title: 'Close everything', text: (count: number, only: string | null) => `Close ${count === 1 ? 'your position' : `all ${count} positions`}${only === null ? '' : ` in ${only}`} at market? This cannot be undone.`, send: 'Close all positions',
  },
  exitsDialog: {
    title: (market: string) => `Take profit and stop loss of ${market}`, text: 'They close the whole position, however large it is then. They stay when everything else is cancelled.', keep: 'Keep as they are', set: 'Set', empty: 'Empty takes it away.',
  },
  marginDialog: { title: (market: string) => `Margin of ${market}`, add: 'Add', remove: 'Remove', amount: 'Amount', text: 'More margin moves liquidation away from the mark; less moves it nearer.', now: 'In the pot' },
} as const;
