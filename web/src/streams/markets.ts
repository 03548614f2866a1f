import { api } from '@/api/client';
import type { MarketState, MarketWire, StatusWire, TickerWire } from '@/api/types';
import { type Market, marketOf } from '@/lib/markets/terms';
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

/** Loads the terms once and follows every ticker from then on. */
export async function followMarkets(): Promise<void> {
  const [terms, tickers, status] = await Promise.all([
    api.get<{ markets: MarketWire[] }>('/markets', { anonymous: true }),
    api.get<{ tickers: TickerWire[] }>('/tickers', { anonymous: true }),
    api.get<StatusWire>('/status', { anonymous: true }),
  ]);
  const list = terms.markets.map(marketOf);
  const now = Date.now();
  markets.set({
    isLoaded: true,
    list,
    byName: new Map(list.map((m) => [m.name, m])),
    tickers: new Map(tickers.tickers.map((t) => [t.market, t])),
    states: new Map(terms.markets.map((m) => [m.market, m.state as MarketState])),
    steps: new Map(terms.markets.map((m) => [m.market, stepTo(undefined, m.state as MarketState, now)])),
    heardAt: new Map(list.map((m) => [m.name, now])),
  });
  venue.set({ state: status.state, why: status.why ?? '', isPaper: status.paper, prices: status.prices, simulated: status.simulated ?? { prices: false, agents: false }, version: status.version, seq: status.seq });
  for (const market of list) connection.subscribe({ channel: { ch: 'ticker', market: market.name }, onFrame: takeTicker });
  connection.subscribe({ channel: { ch: 'status' }, onFrame: takeStatus });
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

function takeStatus(frame: Frame): void {
  const told = frame as unknown as { state: StatusWire['state']; why?: string; seq: number; markets: { market: string; state: MarketState }[] };
  venue.set({ ...venue.get(), state: told.state, why: told.why ?? '', seq: told.seq });
  const { steps } = markets.get();
  const now = Date.now();
  markets.set({ ...markets.get(), states: new Map(told.markets.map((m) => [m.market, m.state])), steps: new Map(told.markets.map((m) => [m.market, stepTo(steps.get(m.market), m.state, now)])) });
}
