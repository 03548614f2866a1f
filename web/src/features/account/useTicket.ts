import { useEffect, useState } from 'react';
import { ticketIn } from './ticket';

/** The ticket of the letter's link that led here, taken out of the address: it belongs into no history. */
export function useTicket(): string | null {
  const [ticket] = useState(() => ticketIn(location.hash));
  useEffect(() => {
    if (location.hash !== '') history.replaceState(null, '', location.pathname);
  }, []);
  return ticket;
}
