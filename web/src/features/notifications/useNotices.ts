import { useMemo } from 'react';
import { type Request, useRequest } from '@/stores/request';
import { markets } from '@/streams/markets';
import { merge, type Notice, type Row, sources } from './notices';

const Most = 100;
const EveryMs = 10_000;

interface Page {
  readonly rows: readonly Row[];
  readonly next?: string;
}

/** The newest of every history as one list; whatever cannot be had makes the whole of it unknown, for a hole would look like peace. */
export function useNotices(): Request<readonly Notice[]> {
  // Always the same histories in the same order, as hooks want.
  const told = sources.map((source) => useRequest<Page>(source.path, { query: { limit: Most }, everyMs: EveryMs }));
  const byName = markets.use((m) => m.byName);
  const pages = told.map((t) => t.value);
  const value = useMemo(
    () => (pages.some((p) => p === null) ? null : merge(sources.map((s, i) => [s, { rows: pages[i]?.rows ?? [], hasMore: pages[i]?.next !== undefined }] as const), byName)),
    [byName, ...pages],
  );
  return { value, problem: told.find((t) => t.problem !== null)?.problem ?? null, isLoading: told.some((t) => t.isLoading), again: () => told.forEach((t) => t.again()) };
}
