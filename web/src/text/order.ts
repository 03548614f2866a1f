import type { Kind } from '@/lib/orders';

/** What the order form says. */
export const order = {
  title: 'Order', engine: 'Preview from engine', noEngine: 'No preview here yet',
  modes: { cross: 'Cross', isolated: 'Isolated' }, mode: 'Margin mode', leverage: 'leverage', leverageOf: (x: number) => `${x}×`,
  buy: 'Buy', sell: 'Sell', side: 'Side', type: 'Order type', more: 'More',
  kinds: {
    market: 'Market', limit: 'Limit', stop: 'Stop', takeProfit: 'Take-profit', trailing: 'Trailing stop', bracket: 'Bracket', iceberg: 'Iceberg', twap: 'TWAP', scale: 'Scale', close: 'Close position',
  } satisfies Record<Kind, string>,
  unit: 'Counted in', price: 'Price', best: 'Best', size: 'Size', slippage: 'Most slippage', trigger: 'Trigger price', watch: 'Watch', watches: { mark: 'Mark', last: 'Last', index: 'Index' },
  places: 'Then', placesAt: { market: 'Market order', limit: 'Limit order' }, limitPrice: 'Limit price', limitOptional: 'Limit price, if any', trail: 'Trail by', activation: 'Starts at, if not now', show: 'Show at once',
  minutes: 'Over', every: 'A slice every', jitter: 'Jitter', from: 'From', to: 'To', count: 'Orders', ratio: 'Last is × the first', share: 'Share of position',
  minutesUnit: 'min', secondsUnit: 's', percent: '%', quote: 'USDC', lasts: 'Good for',
  postOnly: 'Post-only', slide: 'Slide instead of refusing', reduceOnly: 'Reduce-only', allowImmediate: 'May fire at once', tif: 'Time in force',
  tifs: { gtc: 'GTC', gtd: 'GTD', ioc: 'IOC', fok: 'FOK' }, tifWords: { gtc: 'Until cancelled', gtd: 'Until a time', ioc: 'Now or cancel', fok: 'All now or nothing' },
  exits: 'Take profit / stop loss', takeProfit: 'Take profit', stopLoss: 'Stop loss', target: (n: number) => `Target ${n}`, addTarget: 'Add a target', targetShare: 'Share', stopTrail: 'or trail by',
  rounded: 'Rounded to the tick', ofMost: (percent: string, most: string) => `${percent} of max ${most}`, slider: 'Share of the most you can trade', noMost: 'The most you can trade comes with the preview',
  use: (what: string) => `Use ${what}`,
  preview: { price: 'Price', average: 'Average', value: 'Value', margin: 'Margin needed', of: 'of', fee: 'Fee', position: 'Position after', liquidation: 'Liquidation price', rests: 'rests', whenFilled: 'when filled, as maker', now: 'at once', partly: (p: string) => `${p} at once`, none: 'none', slip: 'slip' },
  send: { connecting: 'Connecting…', offline: 'Reconnecting…', signIn: 'Sign in to trade', fund: 'Get 5,000 paper USDC', incomplete: 'Fill in the order', halted: 'Market takes no new orders', liquidating: 'Paused while liquidating', busy: 'Sending…' },
  stale: 'The price is stale: only what reduces is taken.',
  confirm: { title: 'Check and send', goBack: 'Go back', near: (percent: string) => `This would leave ${percent} to liquidation.`, unknownWorth: 'What it is worth is not known yet.', above: (limit: string) => `Larger than your own limit of ${limit} USDC.` },
  oneClick: { on: 'One-click on', off: 'One-click off', title: 'Send without asking', text: 'Orders go out at one press, for at most 8 hours, until you sign out. Withdrawals, closing everything and orders above your own limit still ask.', turnOn: 'Turn on one-click', turnOff: 'Turn off' },
  leverageDialog: {
    title: (market: string) => `Leverage of ${market}`, change: 'Change leverage', cross: 'In cross margin, leverage alone does not move the liquidation price: it changes how much margin orders and positions reserve.',
    isolated: 'A position keeps its own margin. Higher leverage reserves less and moves liquidation nearer.', max: (x: number) => `This market takes up to ${x}×, less for large positions.`,
  },
  account: {
    cross: 'Cross account', ratio: 'Maintenance / equity', equity: 'Equity', available: 'Available', used: 'Margin in use', healthy: 'Healthy', watch: 'Watch', risk: 'At risk', gauge: 'Maintenance over equity; at 100 % the account is liquidated',
  },
  signedOut: 'Sign in to place orders. A new account gets paper money to try everything.',
} as const;
