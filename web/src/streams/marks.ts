import type { PriceState } from '@/api/types';
import { connection, type Frame } from './connection';
import { shared } from './shared';
import { createStreamStore } from './store';

export interface Mark {
  readonly mark: string | null;
  readonly index: string | null;
  readonly priceState: PriceState;
  readonly time: number;
}

/** Mark and index of one market, whenever one of them changes. */
export const markOf = shared(
  (market: string) => market,
  (market: string) => {
    const store = createStreamStore<Mark>({ mark: null, index: null, priceState: 'fresh', time: 0 });
    const close = connection.subscribe({
      channel: { ch: 'mark', market },
      onFrame: (frame: Frame) => {
        const told = frame as unknown as { mark?: string; index?: string; priceState: PriceState; t: number };
        store.set({ mark: told.mark ?? null, index: told.index ?? null, priceState: told.priceState, time: told.t });
      },
    });
    return { store, close };
  },
);
