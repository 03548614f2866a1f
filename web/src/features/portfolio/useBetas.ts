import { useEffect, useState } from 'react';
import { api } from '@/api/client';
import { betaOf } from '@/lib/stress/moves';

/** Ninety days and the one before them. */
const Days = 91;

interface CandlePage {
  readonly rows: readonly { readonly close: string; readonly closed: boolean }[];
}

/** How each market has answered moves of another over ninety days; null while that is not known of all of them. */
export function useBetas(pushed: string, held: readonly string[]): ReadonlyMap<string, bigint> | null {
  const key = [pushed, ...held.filter((m) => m !== pushed)].join(' ');
  const [found, setFound] = useState<{ key: string; betas: ReadonlyMap<string, bigint> | null }>({ key: '', betas: null });
  useEffect(() => {
    let isHere = true;
    const [first = '', ...rest] = key.split(' ');
    void betasOf(first, rest).then((betas) => isHere && setFound({ key, betas }));
    return () => {
      isHere = false;
    };
  }, [key]);
  return found.key === key ? found.betas : null;
}

async function betasOf(pushed: string, held: readonly string[]): Promise<ReadonlyMap<string, bigint> | null> {
  const [base, ...others] = await Promise.all([pushed, ...held].map(closesOf));
  const betas = new Map<string, bigint>();
  for (const [i, market] of held.entries()) {
    const beta = betaOf(others[i] ?? [], base ?? []);
    if (beta === null) return null;
    betas.set(market, beta);
  }
  return held.length > 0 || (base?.length ?? 0) > 20 ? betas : null;
}

// Closes for a statistic: the one place where a price may be a float.
async function closesOf(market: string): Promise<number[]> {
  const page = await api.get<CandlePage>(`/candles/${market}`, { query: { interval: '1d', source: 'mark', limit: Days }, anonymous: true }).catch(() => null);
  return page === null ? [] : page.rows.filter((c) => c.closed).map((c) => Number(c.close));
}
