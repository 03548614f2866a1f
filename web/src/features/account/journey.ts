import { api, segment } from '@/api/client';

/** Why a browser was sent to another site. Kept in the tab, because the page is left; no secret. */
export type Purpose = 'signIn' | 'link' | 'fresh';
const Key = 'peregrine.journey';

const routes: Readonly<Record<Purpose, string>> = { signIn: 'providers', link: 'links', fresh: 'fresh-sign-in' };

/** Where a journey of this purpose begins or ends. */
export const pathOf = (purpose: Purpose, provider: string, end: 'start' | 'finish'): string => `/auth/${routes[purpose]}/${segment(provider)}/${end}`;

/** Leaves for another site, to come back to `/sign-in/<provider>`. */
export async function depart(provider: string, purpose: Purpose): Promise<void> {
  const { url } = await api.post<{ url: string }>(pathOf(purpose, provider, 'start'), undefined, { anonymous: purpose === 'signIn' });
  sessionStorage.setItem(Key, purpose);
  location.assign(url);
}

export function purposeOfJourney(): Purpose {
  const kept = sessionStorage.getItem(Key);
  return kept === 'link' || kept === 'fresh' ? kept : 'signIn';
}
export const endJourney = (): void => sessionStorage.removeItem(Key);

export interface Arrival {
  readonly state: string;
  readonly code?: string;
  readonly error?: string;
  readonly iss?: string;
}

/** What the other site sent back, in the address; null when it is no arrival. */
export function arrivalIn(search: string): Arrival | null {
  const query = new URLSearchParams(search);
  const state = query.get('state');
  if (state === null || state === '') return null;
  const rest = (['code', 'error', 'iss'] as const).flatMap((name) => (query.get(name) ? [[name, query.get(name)] as const] : []));
  return { state, ...Object.fromEntries(rest) };
}
