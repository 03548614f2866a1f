import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { StreamStore } from './store';

interface Opened<S> {
  readonly store: StreamStore<S>;
  close(): void;
}

/** A stream that is opened by its first reader and closed a moment after its last one, so that changing a tab and back costs nothing. */
export interface Shared<K, S> {
  open(key: K): { store: StreamStore<S>; release(): void };
}

const LingerMs = 4_000;

export function shared<K, S>(nameOf: (key: K) => string, make: (key: K) => Opened<S>): Shared<K, S> {
  const open = new Map<string, { opened: Opened<S>; readers: number; closing?: ReturnType<typeof setTimeout> }>();
  return {
    open: (key) => {
      const name = nameOf(key);
      const entry = open.get(name) ?? { opened: make(key), readers: 0 };
      open.set(name, entry);
      clearTimeout(entry.closing);
      entry.readers++;
      let isReleased = false;
      return {
        store: entry.opened.store,
        release: () => {
          if (isReleased) return;
          isReleased = true;
          if (--entry.readers > 0) return;
          entry.closing = setTimeout(() => {
            open.delete(name);
            entry.opened.close();
          }, LingerMs);
        },
      };
    },
  };
}

/** The store of a shared stream for as long as the component is there. */
export function useShared<K, S>(stream: Shared<K, S>, key: K): StreamStore<S> {
  const held = useMemo(() => {
    let handle: { store: StreamStore<S>; release(): void } | null = null;
    return {
      get: () => (handle ??= stream.open(key)),
      drop: () => {
        handle?.release();
        handle = null;
      },
    };
  }, [stream, key]);
  useEffect(() => {
    held.get();
    return held.drop;
  }, [held]);
  return held.get().store;
}

/** A part of a shared stream; the component renders again when that part changes. */
export function useSharedValue<K, S, T>(stream: Shared<K, S>, key: K, select: (state: S) => T): T {
  const store = useShared(stream, key);
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
