import { useEffect, useState } from 'react';
import { api } from '@/api/client';
import type { ExplanationWire } from './explanation';

/** More than a liquidation usually has; the rest is found in the history. */
const Most = 16;

/** The venue makes one explanation at a time, and refuses while it is busy with others'. */
const Tries = 4;

/** None where the venue does not give one: the story goes on without it. */
const explanation = (address: string): Promise<ExplanationWire | null> => api.get<ExplanationWire>(`/explain/${address}`, { tries: Tries }).catch(() => null);

/** The earliest first: with it the venue explains what came of it, and remembers. */
function byTime(a: string, b: string): number {
  const [[seqA = 0, indexA = 0], [seqB = 0, indexB = 0]] = [a.split('/').map(Number), b.split('/').map(Number)];
  return seqA - seqB || indexA - indexB;
}

/** Explanations of several events, as far as the venue gives them; null while they are asked for. */
export function useExplanations(addresses: readonly { readonly seq: number; readonly index: number }[]): readonly ExplanationWire[] | null {
  const key = addresses.slice(0, Most).map((a) => `${String(a.seq)}/${String(a.index)}`).join(' ');
  const [held, setHeld] = useState<{ key: string; all: readonly ExplanationWire[] }>({ key: '', all: [] });
  useEffect(() => {
    let isHere = true;
    const ask = async (): Promise<void> => {
      const wanted = key === '' ? [] : key.split(' ');
      const told = new Map<string, ExplanationWire | null>();
      for (const address of wanted.toSorted(byTime)) {
        told.set(address, await explanation(address));
        if (!isHere) return;
      }
      if (isHere) setHeld({ key, all: wanted.map((address) => told.get(address) ?? null).filter((one) => one !== null) });
    };
    void ask();
    return () => {
      isHere = false;
    };
  }, [key]);
  return held.key === key ? held.all : null;
}
