import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { useSession } from './session';

/** A page of anything that has a past, as the venue sends it. */
export interface Page<T> {
  readonly asOfSeq: number;
  readonly rows: readonly T[];
  readonly next?: string;
}

export interface PageList<T> {
  readonly rows: readonly T[];
  /** Nothing has come yet. */
  readonly isFirst: boolean;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly problem: Problem | null;
  more(): void;
  again(): void;
}

type Query = Readonly<Record<string, string | number | undefined>>;
type Held<T> = { readonly key: string; readonly rows: readonly T[]; readonly next: string | undefined; readonly problem: Problem | null; readonly isLoading: boolean; readonly isFirst: boolean };

const nothing = <T>(key: string): Held<T> => ({ key, rows: [], next: undefined, problem: null, isLoading: true, isFirst: true });

/** A list that grows page by page; other questions and other accounts begin anew. */
export function usePages<T>(path: string, query: Query = {}): PageList<T> {
  const account = useSession((s) => s.accountId);
  const key = `${account ?? ''} ${path} ${JSON.stringify(query)}`;
  const [held, setHeld] = useState<Held<T>>(nothing(key));
  const latest = useRef({ key, path, query });
  latest.current = { key, path, query };

  const load = useCallback(async (cursor: string | undefined): Promise<void> => {
    const asked = latest.current;
    setHeld((h) => (cursor === undefined || h.key !== asked.key ? nothing(asked.key) : { ...h, isLoading: true }));
    const told = await api.get<Page<T>>(asked.path, { query: { ...asked.query, cursor } }).then((page) => ({ page, problem: null }), (thrown: unknown) => ({ page: null, problem: asProblem(thrown) }));
    if (latest.current.key !== asked.key) return;
    setHeld((h) => ({
      key: asked.key,
      rows: told.page === null ? h.rows : cursor === undefined ? told.page.rows : [...h.rows, ...told.page.rows],
      next: told.page === null ? h.next : told.page.next,
      problem: told.problem,
      isLoading: false,
      isFirst: told.page === null && h.isFirst,
    }));
  }, []);

  useEffect(() => void load(undefined), [key, load]);
  const shown = held.key === key ? held : nothing<T>(key);
  return {
    rows: shown.rows,
    isFirst: shown.isFirst,
    isLoading: shown.isLoading,
    hasMore: shown.next !== undefined,
    problem: shown.problem,
    more: () => void (shown.isLoading || shown.next === undefined ? undefined : load(shown.next)),
    again: () => void load(shown.isFirst ? undefined : shown.next),
  };
}

/** All rows of a list, page after page, up to a bound that no table of a person's own reaches soon. */
export async function allRows<T>(path: string, query: Query, most = 100_000): Promise<readonly T[]> {
  const rows: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.get<Page<T>>(path, { query: { ...query, cursor, limit: 1000 }, timeoutMs: 60_000 });
    rows.push(...page.rows);
    cursor = page.next;
  } while (cursor !== undefined && rows.length < most);
  return rows;
}
