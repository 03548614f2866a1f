import { formatCompact } from '@/lib/numbers';

/** What the trade page says. */
export const trade = {
  title: (market: string) => `Trade ${market}`,
  noMarket: (name: string) => `No market called ${name}`,
  noMarketAct: 'Go to BTC-PERP',
  loading: 'Asking the venue for its markets…',
  perpetual: (leverage: number) => `Perpetual · ${leverage}×`,
  bar: {
    label: 'Market', mark: 'Mark', index: 'Index', volume: '24 h volume', interest: 'Open interest', range: '24 h low – high', change: 'today', funding: 'Funding / 1 h', fundingWords: 'What the hour is heading for. Above zero, longs pay shorts.', pick: 'Choose a market', figures: 'Figures of the market',
    none: 'No trade yet',
  },
  states: {
    draft: 'Not open yet', preOpen: 'Opens soon', open: 'Open', postOnly: 'Post-only', reduceOnly: 'Reduce-only', cancelOnly: 'Cancel only', auction: 'In auction', halted: 'Halted', settling: 'Settling',
    settled: 'Settled',
  },
  prices: { fresh: '', suspect: 'Price under suspicion', stale: 'Price stale', dead: 'No price' },
  picker: { title: 'Markets', search: 'Search markets', none: (query: string) => `No market called ${query}`, columns: ['Market', 'Last', '24 h', 'Volume', 'Open interest'], favourite: 'Favourite' },
  book: {
    title: 'Order book', tabs: { book: 'Book', trades: 'Trades', depth: 'Depth', ladder: 'Ladder' }, columns: (base: string) => ['Price', `Size (${base})`, 'Total'] as const, group: 'Grouping',
    waiting: 'Waiting for the snapshot…', checking: 'Checking the book…', lost: (age: string) => `Not live, last update ${age} ago`, noBids: 'No bids', noAsks: 'No asks', halted: 'Halted. Cancel only',
    spread: 'Spread', label: 'Order book. Up and down arrows move through prices, Enter fills the price into the order form.',
    buyTo: 'Buy to here', sellTo: 'Sell to here', average: 'average', orders: 'orders', own: 'yours',
    row: (side: string, price: string, size: string) => `${side} ${price}, size ${size}`,
    verified: (times: number) => `Checked against the venue's checksum ${formatCompact(BigInt(times), 0)} times`,
  },
  tape: { title: 'Trades', columns: (base: string) => ['Price', `Size (${base})`, 'Time'] as const, none: 'No trades yet', label: 'Latest trades' },
  watch: { title: 'Markets' },
  arrange: {
    title: 'Arrange the panels', kept: 'From left to right, for screens of this width. Kept with your account; in this browser alone while nobody is signed in.', panels: { watch: 'Markets', chart: 'Chart', book: 'Order book', tape: 'Trades', form: 'Order form' }, left: 'left of the chart', right: 'right of the chart',
    toLeft: (panel: string) => `${panel} one place to the left`, toRight: (panel: string) => `${panel} one place to the right`, swap: 'Swap chart and book', above: 'Tables above the chart', below: 'Tables below the chart', reset: 'As it was at first',
  },
  splitters: { watch: 'Width of the markets', book: 'Width of the book', tape: 'Width of the trades', form: 'Width of the order form', tables: 'Height of the tables' },
  depth: { label: 'Depth of the book', none: 'Nothing in the book yet' },
  ladder: { label: 'Price ladder. Click fills the price into the order form.', centre: 'Centre' },
} as const;
