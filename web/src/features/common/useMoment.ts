import { useCallback } from 'react';
import { localZone, momentText } from '@/lib/time/zone';
import { usePreferences } from '@/stores/preferences';

/** The zone times are shown in, by a name the clock knows. */
export const useZone = (): string => usePreferences((p) => (p.zone === 'local' ? localZone() : p.zone));

/** Says moments in the chosen zone. */
export function useMoment(): (ms: number) => string {
  const zone = useZone();
  return useCallback((ms: number) => momentText(ms, zone, Date.now()), [zone]);
}
