import { useEffect, useState } from 'react';

/** The time, again every so many milliseconds: for ages and countdowns. */
export function useTicking(everyMs = 1000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
