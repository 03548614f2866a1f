import { useSyncExternalStore } from 'react';

/** The grids of the trade page: a phone shows one section at a time, a wide desk has room for the tape beside the book. */
export type WidthClass = 'phone' | 'tablet' | 'desk' | 'wide';

const queries: readonly (readonly [WidthClass, MediaQueryList])[] = [
  ['wide', matchMedia('(min-width: 1600px)')],
  ['desk', matchMedia('(min-width: 1200px)')],
  ['tablet', matchMedia('(min-width: 768px)')],
];

const subscribe = (listener: () => void): (() => void) => {
  for (const [, query] of queries) query.addEventListener('change', listener);
  return () => {
    for (const [, query] of queries) query.removeEventListener('change', listener);
  };
};

export const widthClass = (): WidthClass => queries.find(([, query]) => query.matches)?.[0] ?? 'phone';
export const useWidthClass = (): WidthClass => useSyncExternalStore(subscribe, widthClass);
