import { useSyncExternalStore } from 'react';
import type { WidthClass } from '@/lib/layout/layout';

export type { WidthClass };

const queries: readonly (readonly [WidthClass, MediaQueryList])[] = [
  ['vast', matchMedia('(min-width: 2200px)')],
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
