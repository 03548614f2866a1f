import { api } from '@/api/client';
import type { Market } from '@/lib/markets/terms';
import { connection, type Frame, type Subscription } from '../connection';
import { shared } from '../shared';
import { createStreamStore, type StreamStore } from '../store';
import { markOf } from '../marks';
import { tapeOf } from '../trades';
import { addPrice, type Candle, type CandleSource, type Interval, lengthOf, merge } from './series';

export * from './series';

export interface CandleKey {
  readonly market: Market;
  readonly interval: Interval;
  readonly source: CandleSource;
}

export interface Candles {
  /** `built`: the venue offers no candles, so these are made of what this page has seen. */
  readonly phase: 'waiting' | 'live' | 'built' | 'lost';
  readonly candles: readonly Candle[];
  /** Changes when more than the last candle changed: everything is drawn anew then. */
  readonly epoch: number;
  readonly hasOlder: boolean;
}

interface CandleWire {
  time: number;
  open: string;
  high: string;
  low: string;
  close: string;
  volume?: string;
}

/** Candles kept at most; older ones than these are not asked for. */
const Most = 2_000;
const FirstPage = 500;

const candleOf = (wire: CandleWire): Candle => ({
  time: wire.time, open: Number(wire.open), high: Number(wire.high), low: Number(wire.low), close: Number(wire.close), volume: Number(wire.volume ?? 0),
});

/** The candles of one market, interval and source. */
export const candlesOf = shared(
  ({ market, interval, source }: CandleKey) => `${market.name}/${interval}/${source}`,
  (key: CandleKey): { store: StreamStore<Candles>; close: () => void } => {
    const store = createStreamStore<Candles>({ phase: 'waiting', candles: [], epoch: 0, hasOlder: false });
    let stopBuilding: (() => void) | null = null;
    const subscription: Subscription = {
      channel: { ch: 'candles', market: key.market.name, interval: key.interval, source: key.source },
      resume: () => ({ limit: FirstPage }),
      onFrame: (frame: Frame) => {
        if (frame['interval'] !== key.interval || frame['source'] !== key.source) return;
        const told = (frame['candles'] as CandleWire[]).map(candleOf);
        const { candles, epoch, hasOlder } = store.get();
        const isSnapshot = frame['type'] === 'snapshot';
        store.set({ phase: 'live', candles: isSnapshot ? told : merge(candles, told, Most), epoch: isSnapshot ? epoch + 1 : epoch, hasOlder: isSnapshot ? told.length >= FirstPage : hasOlder });
      },
      onRefused: () => {
        stopBuilding ??= build(key, store);
      },
      onLost: () => store.set({ ...store.get(), phase: store.get().phase === 'built' ? 'built' : 'lost' }),
    };
    const close = connection.subscribe(subscription);
    return {
      store,
      close: () => {
        close();
        stopBuilding?.();
      },
    };
  },
);

/** The page of candles before the first one that is held. */
export async function loadOlder({ market, interval, source }: CandleKey, store: StreamStore<Candles>): Promise<void> {
  const before = store.get();
  const first = before.candles[0];
  if (!before.hasOlder || !first || before.candles.length >= Most) return;
  store.set({ ...before, hasOlder: false });
  const page = await api
    .get<{ rows: CandleWire[]; next?: string }>(`/candles/${market.name}`, { query: { interval, source, to: first.time, limit: FirstPage }, anonymous: true })
    .catch(() => ({ rows: [], next: undefined }));
  const now = store.get();
  const older = page.rows.map(candleOf).filter((c) => c.time < (now.candles[0]?.time ?? 0));
  if (older.length > 0) store.set({ ...now, candles: [...older, ...now.candles], epoch: now.epoch + 1, hasOlder: page.next !== undefined });
}

/** Without the venue's candles: what the tape holds, and every price from now on. */
function build({ market, interval, source }: CandleKey, store: StreamStore<Candles>): () => void {
  const length = lengthOf(interval);
  const put = (time: number, price: number, volume: number): void => {
    const { candles, epoch } = store.get();
    store.set({ phase: 'built', candles: addPrice(candles, time, price, volume, length), epoch, hasOlder: false });
  };
  store.set({ ...store.get(), phase: 'built' });
  if (source !== 'trades') {
    const { store: marks, release } = markOf.open(market.name);
    const stop = marks.subscribe(() => {
      const price = marks.get()[source];
      if (price !== null) put(marks.get().time, Number(price), 0);
    });
    return () => {
      stop();
      release();
    };
  }
  const { store: tape, release } = tapeOf.open(market);
  const scale = (grid: { step: bigint; decimals: number }): number => Number(grid.step) / 10 ** grid.decimals;
  let seen = -1;
  const take = (): void => {
    for (const trade of tape.get().trades.filter((t) => t.seq > seen).reverse()) {
      put(trade.time, trade.ticks * scale(market.tick), trade.lots * scale(market.lot));
      seen = Math.max(seen, trade.seq);
    }
  };
  take();
  const stop = tape.subscribe(take);
  return () => {
    stop();
    release();
  };
}
