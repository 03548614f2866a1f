import { useSyncExternalStore } from 'react';

/** The address, as the browser's history has it. Going back only ever shows a page again; it never sends anything. */
const listeners = new Set<() => void>();
const tell = (): void => listeners.forEach((listener) => listener());
window.addEventListener('popstate', tell);

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname);
export const useQuery = (name: string): string | null => useSyncExternalStore(subscribe, () => new URLSearchParams(location.search).get(name));

export function go(to: string, { replace = false } = {}): void {
  if (to === location.pathname + location.search) return;
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  tell();
}

/** Keeps a part of a page's state in its address: interval, table tab. Never an order's contents. */
export function setQuery(name: string, value: string | null): void {
  const query = new URLSearchParams(location.search);
  if (value === null) query.delete(name);
  else query.set(name, value);
  const text = query.toString();
  go(location.pathname + (text ? `?${text}` : ''), { replace: true });
}

/** What a pattern such as `/markets/:market` finds in a path; null when it does not fit. A last `*` takes the rest. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  const found: Record<string, string> = {};
  for (const [i, piece] of wanted.entries()) {
    if (piece === '*') return { ...found, rest: given.slice(i).map(decodeURIComponent).join('/') };
    const here = given[i];
    if (here === undefined) return null;
    if (piece.startsWith(':')) found[piece.slice(1)] = decodeURIComponent(here);
    else if (piece !== here) return null;
  }
  return wanted.length === given.length ? found : null;
}
