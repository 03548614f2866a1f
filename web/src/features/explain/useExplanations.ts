import { useEffect, useState } from 'react';
import { api } from '@/api/client';
import type { ExplanationWire } from './explanation';

/** More than a liquidation usually has; the rest is found in the history. */
const Most = 16;

/** Explanations of several events, as far as the venue gives them; null while they are asked for. */
export function useExplanations(addresses: readonly { readonly seq: number; readonly index: number }[]): readonly ExplanationWire[] | null {
  const key = addresses.slice(0, Most).map((a) => `${String(a.seq)}/${String(a.index)}`).join(' ');
  const [held, setHeld] = useState<{ key: string; all: readonly ExplanationWire[] }>({ key: '', all: [] });
  useEffect(() => {
    let isHere = true;
    const ask = async (): Promise<void> => {
      const all: ExplanationWire[] = [];
      for (const address of key === '' ? [] : key.split(' ')) {
        const told = await api.get<ExplanationWire>(`/explain/${address}`).catch(() => null);
        if (told !== null) all.push(told);
      }
      if (isHere) setHeld({ key, all });
    };
    void ask();
    return () => {
      isHere = false;
    };
  }, [key]);
  return held.key === key ? held.all : null;
}
