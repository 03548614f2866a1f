import { useEffect, useState } from 'react';
import { link } from '@/streams/connection';

/** The venue's time, second by second: ages are reckoned by the clock that made them. */
export function useServerNow(everyMs = 1000): number {
  const [now, setNow] = useState(() => Date.now() + link.get().skewMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() + link.get().skewMs), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
