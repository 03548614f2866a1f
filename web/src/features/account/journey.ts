import { api, segment } from '@/api/client';

/** Why a browser was sent to another site. Kept in the tab, because the page is left; no secret. */
type Purpose = 'signIn' | 'link';
const Key = 'peregrine.journey';

/** Leaves for another site, to come back to `/sign-in/<provider>`. */
export async function depart(provider: string, purpose: Purpose): Promise<void> {
  const path = purpose === 'link' ? `/auth/links/${segment(provider)}/start` : `/auth/providers/${segment(provider)}/start`;
  const { url } = await api.post<{ url: string }>(path, undefined, { anonymous: purpose === 'signIn' });
  sessionStorage.setItem(Key, purpose);
  location.assign(url);
}

export const purposeOfJourney = (): Purpose => (sessionStorage.getItem(Key) === 'link' ? 'link' : 'signIn');
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
