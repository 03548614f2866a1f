import { useSyncExternalStore } from 'react';
import { tellNextFrame } from './paint';

/** A value that sockets write as often as they like and components read at most once a frame. */
export interface StreamStore<S> {
  get(): S;
  /** Writes a new value, or says that the one there has changed inside. */
  set(next: S): void;
  /** A part of the value; the component renders again when that part, and only that, is another. The selector returns something that is the same while nothing changed. */
  use<T>(select: (state: S) => T): T;
  /** Called once a frame in which something changed. */
  subscribe(listener: () => void): () => void;
}

export function createStreamStore<S>(first: S): StreamStore<S> {
  let state = first;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    get: () => state,
    set: (next) => {
      state = next;
      if (listeners.size > 0) tellNextFrame(tell);
    },
    use: (select) => useSyncExternalStore(subscribe, () => select(state)),
    subscribe,
  };
}
