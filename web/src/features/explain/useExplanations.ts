import { useEffect, useState } from 'react';
import { api } from '@/api/client';
import { asProblem } from '@/api/problem';
import type { ExplanationWire } from './explanation';

/** More than a liquidation usually has; the rest is found in the history. */
const Most = 16;

/** The venue makes one explanation at a time, and refuses while it is busy with others'. */
const Tries = 4;
const BusyMs = 1_000;

async function patiently<T>(ask: () => Promise<T>): Promise<T | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (tries === Tries || (problem.status !== 429 && problem.status !== 503)) return null;
      await new Promise((resume) => setTimeout(resume, problem.retryAfterMs ?? BusyMs));
    }
  }
}

/** Explanations of several events, as far as the venue gives them; null while they are asked for. */
export function useExplanations(addresses: readonly { readonly seq: number; readonly index: number }[]): readonly ExplanationWire[] | null {
  const key = addresses.slice(0, Most).map((a) => `${String(a.seq)}/${String(a.index)}`).join(' ');
  const [held, setHeld] = useState<{ key: string; all: readonly ExplanationWire[] }>({ key: '', all: [] });
  useEffect(() => {
    let isHere = true;
    const ask = async (): Promise<void> => {
      const all: ExplanationWire[] = [];
      for (const address of key === '' ? [] : key.split(' ')) {
        const told = await patiently(() => api.get<ExplanationWire>(`/explain/${address}`));
        if (told !== null) all.push(told);
        if (!isHere) return;
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
