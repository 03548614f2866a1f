import type { FundingWire } from '@/api/types';
import { connection, type Frame } from './connection';
import { shared } from './shared';
import { createStreamStore } from './store';

/** Funding of one market: the rate, what it will be, and when. Null where the venue does not tell or does not fund. */
export const fundingOf = shared(
  (market: string) => market,
  (market: string) => {
    const store = createStreamStore<FundingWire | null>(null);
    const close = connection.subscribe({
      channel: { ch: 'funding', market },
      onFrame: (frame: Frame) => {
        const told = frame['data'] as FundingWire;
        store.set(told.on ? told : null);
      },
    });
    return { store, close };
  },
);
