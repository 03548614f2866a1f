import { usePreferences } from '@/stores/preferences';

/** Where an address leads that names no page: to the market that was looked at last. Null for every other address. */
export const homeOf = (path: string): string | null => (path === '/' || path === '/trade' ? `/trade/${usePreferences.getState().lastMarket}` : null);
