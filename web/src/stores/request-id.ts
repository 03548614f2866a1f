import { useRef } from 'react';
import { asProblem } from '@/api/problem';

/**
 * A name for something that must happen once: made at the first press, kept while nobody knows whether it happened, and made anew after a clear answer.
 * So a press after a lost connection asks for the same thing again instead of a second one.
 */
export function useOnce(): <T>(work: (requestId: string) => Promise<T>) => Promise<T> {
  const id = useRef<string | null>(null);
  return async (work) => {
    id.current ??= crypto.randomUUID();
    try {
      const done = await work(id.current);
      id.current = null;
      return done;
    } catch (thrown) {
      if (!asProblem(thrown).isUnknown) id.current = null;
      throw thrown;
    }
  };
}
