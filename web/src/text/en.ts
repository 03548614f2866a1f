/** Everything the terminal says, in one place. Plain, short, with the number and the way out; "you", active, never "please", "oops" or an exclamation mark. */
export const text = {
  app: {
    name: 'Peregrine',
    skip: 'Skip to the order form',
    skipBars: 'Skip to the page',
    loading: 'Loading…',
    notFound: { title: 'There is no such page', text: 'The address may be mistyped, or the page was moved.', act: 'Go to trading' },
    broken: { title: 'This page stopped', text: 'Something in it went wrong. Your orders live in the engine and are not touched by it.', act: 'Load it again' },
    missing: 'This venue does not offer this yet.',
  },
  nav: { trade: 'Trade', markets: 'Markets', portfolio: 'Portfolio', liquidity: 'Liquidity', explain: 'Explain', status: 'Status', ops: 'Operator', account: 'Account', more: 'More' },
  simulated: {
    /** What is simulated, the shortest words first: a phone shows no more than those. */
    tag: (isMade: boolean) => (isMade ? 'Simulation' : 'Paper money'),
    /** A phone shows this and leaves out the next. */
    what: (isPaper: boolean, prices: boolean, people: boolean) =>
      prices && people ? (isPaper ? 'Prices, people and money are simulated.' : 'Prices and people are simulated.') : prices ? (isPaper ? 'Prices and money are simulated.' : 'Prices are simulated.') : people ? 'Some people are simulated.' : 'Money is simulated.',
    worth: 'Balances are paper and worth nothing. Nothing here can be withdrawn as real money.',
    more: 'What is simulated?',
  },
  link: {
    live: 'Live',
    connecting: 'Connecting…',
    offline: 'Not connected',
    lost: (seconds: number, retry: number) =>
      `Connection lost ${seconds} s ago. Your orders and stops live in the engine and stay active. Numbers below are from before; ${retry > 0 ? `reconnecting in ${retry} s` : 'reconnecting now'}.`,
    back: (seconds: number, what: string) => `Back. You were away ${seconds} s: ${what}.`,
    missed: (fills: number, funding: number) =>
      [fills === 0 ? '' : fills === 1 ? '1 fill' : `${fills} fills`, funding === 0 ? '' : funding === 1 ? '1 funding payment' : `${funding} funding payments`].filter(Boolean).join(', ') || 'nothing happened on your account',
    readOnly: (why: string) => `The venue takes no orders now (${why}). Nothing is lost; what you see is what is stored.`,
    skew: (seconds: number) => `Your clock is ${seconds} s off; times shown are the server's`,
    retry: 'Reconnect now',
  },
  session: {
    signIn: 'Sign in',
    signUp: 'Open an account',
    signOut: 'Sign out',
    ended: 'Your session has ended. Sign in again; what you typed is kept.',
    email: 'E-mail',
    password: 'Password',
    passwordHint: 'At least ten characters.',
  },
  top: { equity: 'Equity', unrealised: 'Unrealised', deposit: 'Deposit', keys: 'Keyboard shortcuts (?)', theme: 'Switch between dark and light', palette: 'Switch price colours: green and red, or blue and orange' },
  phone: { chart: 'Chart', order: 'Trade', positions: 'Positions' },
  close: 'Close',
  back: 'Go back',
} as const;
