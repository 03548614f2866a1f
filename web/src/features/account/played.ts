/** With what a browser comes to a provider that the venue plays, as the venue takes it back. */
export interface PlayedVisit {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeChallenge: string;
  readonly codeChallengeMethod: string;
}

const fields: Readonly<Record<keyof PlayedVisit, string>> = {
  clientId: 'client_id', redirectUri: 'redirect_uri', state: 'state', nonce: 'nonce', codeChallenge: 'code_challenge', codeChallengeMethod: 'code_challenge_method',
};

/** What stands in the page's address; null when it is not what a venue sends browsers with. */
export function visitIn(search: string): PlayedVisit | null {
  const query = new URLSearchParams(search);
  const pairs = Object.entries(fields).map(([name, spelled]) => [name, query.get(spelled) ?? ''] as const);
  return pairs.some(([, value]) => value === '') ? null : (Object.fromEntries(pairs) as unknown as PlayedVisit);
}

/** The secret to which this browser's account at a played provider belongs; drawn at the first visit. It opens nothing but play money. */
export function secretOf(provider: string): string {
  const key = `peregrine.played.${provider}`;
  const known = localStorage.getItem(key);
  if (known !== null) return known;
  const drawn = Array.from(crypto.getRandomValues(new Uint8Array(32)), (b) => b.toString(16).padStart(2, '0')).join('');
  localStorage.setItem(key, drawn);
  return drawn;
}
