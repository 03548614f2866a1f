import { api } from '@/api/client';
import type { FillReason, Side, TradeWire } from '@/api/types';
import type { Market } from '@/lib/markets/terms';
import { stepsOf } from '@/lib/numbers';
import { connection, type Frame } from './connection';
import { shared } from './shared';
import { createStreamStore } from './store';

export interface Trade {
  readonly id: string;
  readonly ticks: number;
  readonly lots: number;
  readonly side: Side;
  readonly reason: FillReason;
  readonly time: number;
  readonly seq: number;
}

export interface Tape {
  readonly phase: 'waiting' | 'live' | 'lost';
  /** Newest first, at most 300. */
  readonly trades: readonly Trade[];
  readonly last: Trade | null;
}

const Most = 300;

export function tradeOf(wire: TradeWire, market: Market): Trade {
  const [ticks, lots] = [stepsOf(wire.price, market.tick), stepsOf(wire.qty, market.lot)];
  return { id: wire.tradeId, ticks: Number(ticks ?? 0n), lots: Number(lots ?? 0n), side: wire.side, reason: wire.reason, time: wire.time, seq: wire.seq };
}

/** Newer trades before older ones; what is there already (a snapshot and the stream overlap) stays once. */
export function join(newer: readonly Trade[], older: readonly Trade[]): Trade[] {
  const known = new Set(older.slice(0, newer.length + 50).map((t) => t.id));
  return [...newer.filter((t) => !known.has(t.id)), ...older].slice(0, Most);
}

export const tapeOf = shared(
  (market: Market) => market.name,
  (market: Market) => {
    const store = createStreamStore<Tape>({ phase: 'waiting', trades: [], last: null });
    const take = (wires: readonly TradeWire[]): void => {
      const trades = join(wires.map((w) => tradeOf(w, market)).reverse(), store.get().trades);
      store.set({ phase: 'live', trades, last: trades[0] ?? null });
    };
    // The stream begins now; what was before is asked for, also after every loss.
    const catchUp = (): void => {
      api.get<{ trades: TradeWire[] }>(`/trades/${market.name}`, { query: { limit: 200 }, anonymous: true }).then(
        ({ trades }) => {
          const before = store.get().trades;
          const merged = [...before, ...trades.map((w) => tradeOf(w, market))].filter((t, i, all) => all.findIndex((o) => o.id === t.id) === i);
          merged.sort((a, b) => b.seq - a.seq);
          store.set({ phase: 'live', trades: merged.slice(0, Most), last: merged[0] ?? null });
        },
        () => undefined,
      );
    };
    const close = connection.subscribe({
      channel: { ch: 'trades', market: market.name },
      onFrame: (frame: Frame) => {
        take(frame['trades'] as TradeWire[]);
        if (frame['type'] === 'gap') catchUp();
      },
      resume: () => {
        catchUp();
        return {};
      },
      onLost: () => store.set({ ...store.get(), phase: 'lost' }),
    });
    return { store, close };
  },
);
