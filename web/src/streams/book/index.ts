import type { Market } from '@/lib/markets/terms';
import { connection, type Frame, type Subscription } from '../connection';
import { shared } from '../shared';
import { createStreamStore, type StreamStore } from '../store';
import { type BookFrame, LocalBook } from './localBook';

export interface BookState {
  /** `checking`: a frame did not fit, a fresh snapshot is under way. */
  readonly phase: 'waiting' | 'live' | 'checking' | 'lost';
  readonly book: LocalBook;
  readonly changedAt: number;
  /** Counts every change; the book itself is changed in place. */
  readonly version: number;
  /** How often a snapshot had to be asked for again. */
  readonly resyncs: number;
}

/** Where there is room for a book beside the chart it moves as fast as it can be seen; a phone is spared. */
const speed = (): string => (matchMedia('(min-width: 768px)').matches ? '20ms' : '100ms');

/** The book of one market, shared by everybody who shows it. */
export const bookOf = shared(
  (market: Market) => market.name,
  (market: Market): { store: StreamStore<BookState>; close: () => void } => {
    const store = createStreamStore<BookState>({ phase: 'waiting', book: new LocalBook(market.tick, market.lot), changedAt: 0, version: 0, resyncs: 0 });
    const change = (news: Partial<BookState>): void => store.set({ ...store.get(), ...news, version: store.get().version + 1 });
    const subscription: Subscription = {
      channel: { ch: 'book', market: market.name, speed: speed() },
      onFrame: (frame: Frame) => {
        const { book, phase, resyncs } = store.get();
        const isSnapshot = frame['type'] === 'snapshot';
        // What was under way before the new snapshot belongs to a book that is gone.
        if (!isSnapshot && phase !== 'live') return;
        if (book.apply(frame as unknown as BookFrame) === null) {
          change({ phase: 'live', changedAt: Date.now() });
          return;
        }
        change({ phase: 'checking', resyncs: resyncs + 1 });
        connection.resync(subscription);
      },
      onLost: () => change({ phase: 'lost' }),
    };
    return { store, close: connection.subscribe(subscription) };
  },
);
