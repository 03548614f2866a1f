import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { useSession } from './session';

/** What is known of an answer. A value stays while it is asked for again, so that nothing jumps. */
export interface Request<T> {
  readonly value: T | null;
  /** Why there is none, or why it could not be had again. */
  readonly problem: Problem | null;
  readonly isLoading: boolean;
  again(): void;
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface Options {
  readonly query?: Query;
  /** Asked again so often while the page is seen. */
  readonly everyMs?: number;
}

/** The answer of one route for as long as the component is there; nothing is asked while the path is null. Another account begins anew. */
export function useRequest<T>(path: string | null, { query, everyMs }: Options = {}): Request<T> {
  const account = useSession((s) => s.accountId);
  const key = path === null ? null : `${account ?? ''} ${path} ${JSON.stringify(query ?? {})}`;
  const [held, setHeld] = useState<{ key: string | null; value: T | null; problem: Problem | null }>({ key: null, value: null, problem: null });
  const [isLoading, setLoading] = useState(path !== null);
  // What the venue does not offer is not asked for again and again.
  const isMissing = useRef(false);
  const asked = useRef({ path, query });
  asked.current = { path, query };

  const load = useCallback(
    async (signal?: AbortSignal): Promise<void> => {
      const { path: to, query: by } = asked.current;
      if (to === null) return;
      setLoading(true);
      const told = await api.get<T>(to, { query: by, signal }).then((value) => ({ value, problem: null }), (thrown: unknown) => ({ value: null, problem: asProblem(thrown) }));
      if (signal?.aborted) return;
      isMissing.current = told.problem?.isMissingRoute === true;
      setHeld((before) => ({ key, value: told.value ?? (before.key === key ? before.value : null), problem: told.problem }));
      setLoading(false);
    },
    [key],
  );

  useEffect(() => {
    if (key === null) return;
    const abort = new AbortController();
    void load(abort.signal);
    const timer = everyMs === undefined ? undefined : setInterval(() => document.visibilityState === 'visible' && !isMissing.current && void load(abort.signal), everyMs);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [key, load, everyMs]);

  const isOurs = held.key === key;
  return { value: isOurs ? held.value : null, problem: isOurs ? held.problem : null, isLoading, again: () => void load() };
}

/** Doing something once: busy while it runs, and what was refused. A second press while it runs does nothing. */
export function useAct(): { readonly isBusy: boolean; readonly problem: Problem | null; run(work: () => Promise<void>): Promise<boolean>; clear(): void } {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef(false);
  const run = useCallback(async (work: () => Promise<void>): Promise<boolean> => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      await work();
      return true;
    } catch (thrown) {
      setProblem(asProblem(thrown));
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, []);
  return { isBusy, problem, run, clear: () => setProblem(null) };
}
