import { useMemo } from 'react';
import { parseDecimal } from '@/lib/numbers';
import { useRequest } from '@/stores/request';
import type { FundingWire } from './Funding';

/** What each market's next hour would bring; empty where the venue does not tell or has no funding. */
export function useFundingRates(): ReadonlyMap<string, bigint> {
  const told = useRequest<{ markets: FundingWire[] }>('/funding', { everyMs: 10_000 }).value;
  return useMemo(() => {
    const rates = new Map<string, bigint>();
    for (const { market, on, predictedRate, rate } of told?.markets ?? []) {
      const count = parseDecimal(predictedRate ?? rate ?? '', 9);
      if (on && count !== null) rates.set(market, count);
    }
    return rates;
  }, [told]);
}
