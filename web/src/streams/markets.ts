import { api } from '@/api/client';
import type { MarketState, MarketWire, StatusWire, TickerWire } from '@/api/types';
import { type Market, renewed } from '@/lib/markets/terms';
import { connection, type Frame } from './connection';
import { type Step, stepTo } from './way-back';
import { createStreamStore } from './store';

export interface Markets {
  readonly isLoaded: boolean;
  readonly list: readonly Market[];
  readonly byName: ReadonlyMap<string, Market>;
  readonly tickers: ReadonlyMap<string, TickerWire>;
  readonly states: ReadonlyMap<string, MarketState>;
  /** How each came to its state, as far as this page saw it. */
  readonly steps: ReadonlyMap<string, Step>;
  /** When each ticker was heard last, in our own time. */
  readonly heardAt: ReadonlyMap<string, number>;
}

const none: Markets = { isLoaded: false, list: [], byName: new Map(), tickers: new Map(), states: new Map(), steps: new Map(), heardAt: new Map() };

/** Every market's terms, ticker and state. */
export const markets = createStreamStore<Markets>(none);

export interface VenueState {
  readonly state: StatusWire['state'];
  readonly why: string;
  readonly isPaper: boolean;
  readonly prices: string;
  /** Whether its prices, and some of its people, are made by programs. */
  readonly simulated: { readonly prices: boolean; readonly agents: boolean };
  readonly version: string;
  readonly seq: number;
}

export const venue = createStreamStore<VenueState>({ state: 'starting', why: '', isPaper: true, prices: '', simulated: { prices: false, agents: false }, version: '', seq: 0 });

/** Everybody hears at once that terms have changed, and nobody needs them so soon: the venue is not asked by all in the same moment. */
const SpreadMs = 1_000;

/** Follows every market's terms, ticker and state from now on. */
export async function followMarkets(): Promise<void> {
  const [terms, tickers, status] = await Promise.all([
    api.get<{ markets: MarketWire[] }>('/markets', { anonymous: true }),
    api.get<{ tickers: TickerWire[] }>('/tickers', { anonymous: true }),
    api.get<StatusWire>('/status', { anonymous: true }),
  ]);
  markets.set({ ...none, isLoaded: true, tickers: new Map(tickers.tickers.map((t) => [t.market, t])) });
  takeTerms(terms.markets);
  takeStates(terms.markets);
  venue.set({ state: status.state, why: status.why ?? '', isPaper: status.paper, prices: status.prices, simulated: status.simulated ?? { prices: false, agents: false }, version: status.version, seq: status.seq });
  connection.subscribe({ channel: { ch: 'status' }, onFrame: takeStatus });
}

function takeTerms(told: readonly MarketWire[]): void {
  const now = markets.get();
  const list = renewed(now.list, told);
  if (list === now.list) return;
  const heardAt = new Map(now.heardAt);
  for (const { name } of list) {
    if (now.byName.has(name)) continue;
    connection.subscribe({ channel: { ch: 'ticker', market: name }, onFrame: takeTicker });
    heardAt.set(name, Date.now());
  }
  markets.set({ ...now, list, byName: new Map(list.map((m) => [m.name, m])), heardAt });
}

let isRenewing = false;
let isOutdated = false;

/** Asks for the terms again. What is heard meanwhile may be newer than the answer under way, so that asks once more. */
async function renewTerms(): Promise<void> {
  isOutdated = true;
  if (isRenewing) return;
  isRenewing = true;
  while (isOutdated) {
    await new Promise((resume) => setTimeout(resume, Math.random() * SpreadMs));
    isOutdated = false;
    try {
      takeTerms((await api.get<{ markets: MarketWire[] }>('/markets', { anonymous: true, tries: 5 })).markets);
    } catch {
      // Out of reach: the status comes again with the connection.
    }
  }
  isRenewing = false;
}

function takeTicker(frame: Frame): void {
  const ticker = frame['data'] as TickerWire;
  const now = markets.get();
  markets.set({
    ...now,
    tickers: new Map(now.tickers).set(ticker.market, ticker),
    heardAt: new Map(now.heardAt).set(ticker.market, Date.now()),
  });
}

/** Told whenever the venue's state, a market's or any terms change, and with each connection. */
function takeStatus(frame: Frame): void {
  const told = frame as unknown as { state: StatusWire['state']; why?: string; seq: number; markets: StateTold[] };
  venue.set({ ...venue.get(), state: told.state, why: told.why ?? '', seq: told.seq });
  takeStates(told.markets);
  void renewTerms();
}

type StateTold = Readonly<{ market: string; state: string }>;

function takeStates(told: readonly StateTold[]): void {
  const now = markets.get();
  const at = Date.now();
  const states = new Map(told.map((m) => [m.market, m.state as MarketState]));
  markets.set({ ...now, states, steps: new Map([...states].map(([market, state]) => [market, stepTo(now.steps.get(market), state, at)])) });
}
