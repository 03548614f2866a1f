/** What the status page says. */
export const statusText = {
  title: 'Status',
  lead: 'How the venue stands, as it says itself, and how you are connected to it.',
  venue: 'The venue', link: 'Your connection', markets: 'Markets', simulated: 'What is simulated', incidents: 'What cannot be told at the moment',
  states: { running: 'Running', readOnly: 'Read-only', starting: 'Starting' },
  explains: { running: 'Orders are taken, written to disk and answered.', readOnly: 'No orders are taken. What happened is stored and can be read.', starting: 'Catching up with its journal. Orders are not taken yet.' },
  state: 'State', why: 'Why', seq: 'Commands carried out', version: 'Version', rules: 'Version of the rules', ready: 'Ready', readyYes: 'takes orders', health: 'Health', well: 'well', clock: 'Its clock',
  history: 'History', level: 'up to date', behind: (n: number) => (n === 1 ? 'one command behind' : `${n} commands behind`), trouble: 'in trouble',
  connection: 'Connection', live: 'live', round: 'A question and its answer', skew: 'Its clock and yours differ by', losses: 'Lost since you opened this page', never: 'never', times: (n: number) => (n === 1 ? 'once' : `${n} times`),
  market: 'Market', marketState: 'State', price: 'Prices', mark: 'Mark', heard: 'Last word', ago: (age: string) => `${age} ago`,
  paper: 'Money is paper: balances are worth nothing, nobody can withdraw anything real, and deposits are for the asking.',
  real: 'Money is real here.',
  prices: { sandbox: 'Prices are made by a simulation, not by the world’s markets, and so are the people who trade at them.', sources: 'Prices come from outside sources.', 'by-hand': 'Prices are set by hand by the venue’s operators. No feed is connected.' } as Readonly<Record<string, string>>,
  pricesElse: (kind: string) => `Prices come from: ${kind}.`,
  engine: 'The engine is not simulated: matching, margin, fees, funding and liquidation are the rules that would hold with real money, and every order is on the disk before it is answered.',
  since: (when: string) => `since ${when}`, none: 'Nothing. Everything the venue offers can be asked for.',
  away: 'Not connected: what stands here is from before.',
} as const;
