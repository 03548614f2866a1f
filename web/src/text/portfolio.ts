import { formatPercent } from '@/lib/numbers';

/** What the portfolio pages say. */
export const portfolioText = {
  title: 'Portfolio',
  lead: 'All values in USDC at the mark price.',
  why: 'A portfolio belongs to an account.',
  tabs: { overview: 'Overview', transfers: 'Transfers', accounts: 'Sub-accounts', fees: 'Fees', history: 'History' },
  figures: {
    equity: 'Total equity', unrealised: 'Unrealised PnL', available: 'Available to trade', withdrawable: 'Withdrawable', ratio: 'Maintenance / equity', margin: 'Margin in use', funding: 'Funding, 7 days', fundingNote: 'what you got, less what you paid', fees: 'Fees, 30 days', feesNote: 'UTC days, today so far',
    positions: (n: number) => (n === 1 ? '1 position' : `${n} positions`), paper: 'paper profit stays until it is taken', liquidation: 'liquidation at 100\u2009%', of: (amount: string) => `of which ${amount} in isolated pots`,
    reserved: (amount: string) => `orders and positions hold ${amount}`, isolated: 'isolated pots not counted', collateralOnly: 'shared margin',
  },
  health: { healthy: 'Healthy', watch: 'Watch', risk: 'At risk' },
  whatIf: {
    title: 'What if…', back: 'Back to now', moves: (base: string) => `${base} moves`, push: 'Which price', others: 'Other markets', follow: { same: 'Same move', stay: 'Stay', beta: 'As they used to (90-day beta)' },
    noBeta: 'How markets followed each other needs twenty days of daily candles; this venue does not have them yet.', stops: 'Count my stops', equity: 'Equity would be', ratio: 'Maintenance / equity', price: (base: string) => `${base} would be at`,
    now: (price: string) => `now ${price}`, position: 'Position', there: 'Price there', pnl: 'PnL there', change: 'Change', fate: 'What happens', open: 'Stays open',
    stopped: (price: string) => `Stopped at ${price}`, takenProfit: (price: string) => `Take profit at ${price}`, liquidated: (price: string) => `Liquidated at ${price}`,
    none: 'No positions: nothing would change.', estimate: 'An estimate: prices move in one step here, and slippage is not included.',
    safe: (base: string, reach: string) => `Nobody is liquidated between ${base} −${reach} and +${reach}.`,
    first: (way: 'down' | 'up', market: string, base: string, move: bigint, exit: string | null) =>
      `Going ${way}, ${market} is liquidated first: at ${base} ${formatPercent(move, { digits: 1, sign: true })}${exit === null ? '.' : `, unless its exit at ${exit} closes it before.`}`,
    long: 'long', short: 'short',
  },
  curve: {
    equity: 'Equity', span: 'Days shown', without: 'without deposits and withdrawals', pnl: 'PnL by day', pnlNote: 'UTC days, after fees and funding', none: 'No days yet.',
    summary: (n: number, from: string, to: string) => `Equity over ${n} ${n === 1 ? 'day' : 'days'}, from ${from} to ${to} USDC.`,
    pnlSummary: (bestDay: string, best: string, worstDay: string, worst: string) => `Profit and loss by day. Best ${bestDay} with ${best}, worst ${worstDay} with ${worst} USDC.`,
  },
  byMarket: { title: 'Closed positions by market', all: 'all of them', market: 'Market', trading: 'Trading', funding: 'Funding', fees: 'Fees', net: 'Net' },
  collateral: { title: 'Collateral', about: 'Counts at its weight', asset: 'Asset', amount: 'Amount', weight: 'Weight', counts: 'Counts as', pots: 'Isolated margin', locked: 'locked', empty: 'Nothing deposited yet.', get: 'Get paper USDC' },
  positions: { title: 'Positions', empty: 'No open positions.', trade: 'Go to trading', market: 'Market', size: 'Size', entry: 'Entry', mark: 'Mark', pnl: 'PnL', liquidation: 'Liquidation', away: (percent: string) => `${percent} away`, none: 'none' },
  transfers: {
    deposit: 'Paper deposit', depositLead: 'As much as you want to practise with, up to 100,000 at a time. It is worth nothing.', amount: 'Amount', depositAct: 'Deposit', deposited: (amount: string) => `${amount} paper USDC deposited`,
    between: 'Between your accounts', betweenLead: 'At once and free. What margin holds stays where it is.', to: 'To', asset: 'Asset', act: 'Transfer', moved: (amount: string, asset: string, to: string) => `${amount} ${asset} moved to ${to}`,
    most: (amount: string) => `${amount} can leave now`, one: 'You have one account. Sub-accounts keep their own margin and are liquidated on their own.', make: 'Make a sub-account',
    withdraw: 'Withdraw', withdrawals: 'Withdrawals under way', asked: (amount: string, asset: string) => `${amount} ${asset} debited and queued`, withdrawLead: 'Debited at once, then signed and sent. Paper profit and margin in use stay.',
    states: { debited: 'Debited', signed: 'Signed', sent: 'Sent', confirmed: 'Confirmed', refunded: 'Came back' } as Readonly<Record<string, string>>, state: 'State', number: 'Number', badAmount: 'A number above zero', tooFine: (n: number) => `At most ${n} digits behind the point`,
    history: 'All movements of money', address: 'To address', noAddress: 'Add an address first', usable: 'usable now', from: (when: string) => `from ${when}`,
    book: 'Withdrawal addresses', bookLead: 'Money leaves to these only. A new one waits before it may be used, so that a thief cannot hurry; you get a letter about each.', bookEmpty: 'No addresses yet.', label: 'Name', labelHint: 'What you will know it by', solana: 'Solana address',
    add: 'Add the address', added: (label: string) => `“${label}” added to your addresses`, remove: 'Remove', removed: (label: string) => `“${label}” removed`, removeAsk: (label: string) => `Remove “${label}”? Put back later, it waits again.`, removeAct: 'Remove the address', mayBeUsed: 'May be used',
  },
  accounts: {
    title: 'Sub-accounts', about: 'Each has its own money, margin and liquidation; what happens to one leaves the others alone. Fee tier and self-trade protection are shared.', label: 'Name', number: 'Number', state: 'State', made: 'Made',
    acts: 'in use', use: 'Act for this one', make: 'Make a sub-account', main: 'Main', created: (label: string) => `Sub-account “${label}” made`, labelHint: 'Up to 40 characters', using: (label: string) => `You now act for ${label}.`,
  },
  fees: {
    title: 'Fee tiers', about: 'By the volume of thirty days over all your accounts, counted anew at 00:00 UTC. A fee below zero is paid to you.', tier: 'Tier', volume: 'Volume from', maker: 'When you rest', taker: 'When you take', yours: 'yours', volume30d: 'Volume of thirty days', today: 'Today so far', next: (tier: string, maker: string, taker: string) => `${tier}: ${maker} resting, ${taker} taking`,
    missing: (amount: string) => `${amount} USDC more by tomorrow`, own: 'Your rates',
  },
} as const;
