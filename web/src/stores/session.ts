import { create } from 'zustand';
import { api, segment, useCredentials } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import type { MeWire, SignedInWire, SignInWire } from '@/api/types';
import { connection } from '@/streams/connection';
import { askSecondFactor, putAwaySecondFactor } from './step-up';

export interface SessionState {
  /** `unknown` until the first answer of the venue. */
  readonly status: 'unknown' | 'out' | 'in';
  readonly me: MeWire | null;
  /** The account that acts: the root, or a sub-account that was chosen. */
  readonly accountId: string | null;
  /** Why it ended by itself, to be said in place. */
  readonly ended: Problem | null;
}

export const useSession = create<SessionState>(() => ({ status: 'unknown', me: null, accountId: null, ended: null }));

export const isSignedIn = (s: SessionState): boolean => s.status === 'in';
/** Whoever runs the venue or looks after it: sees the console. What each may do there the venue decides. */
export const isStaff = (s: SessionState): boolean => s.me?.role !== undefined && s.me.role !== 'trader';

// The access token lives in this module and nowhere else: not in a store, not in storage. The refresh token is a cookie that no script can read.
let token: string | null = null;
let renewal: ReturnType<typeof setTimeout> | undefined;
let renewing: Promise<string | null> | null = null;

/** Says that a session may be worth asking for, so that visitors are not asked in vain. No secret. */
const Hint = 'peregrine.was-here';
const RenewBeforeMs = 60_000;

/** Asks for the session of the cookie, if there may be one. */
export async function resumeSession(): Promise<void> {
  useCredentials({ token: () => token, account: () => chosenAccount(), renew, stepUp: askSecondFactor, ended: end });
  if (localStorage.getItem(Hint) === null) useSession.setState({ status: 'out' });
  else if ((await renew()) === null && useSession.getState().status === 'unknown') useSession.setState({ status: 'out' });
}

export async function signUp(email: string, password: string): Promise<void> {
  await api.post('/auth/sign-up', { email, password }, { anonymous: true });
}

/** What the second factor is shown to, or null when the session has begun. */
export type Challenge = string | null;

export const signIn = (email: string, password: string): Promise<Challenge> => enter('/auth/sign-in', { email, password });
export const signInByCode = (challenge: string, code: string): Promise<Challenge> => enter('/auth/sign-in/code', { challenge, code });
export const signInByWallet = (signed: object): Promise<Challenge> => enter('/auth/wallet', signed);
export const signInByProvider = (provider: string, arrival: object): Promise<Challenge> => enter(`/auth/providers/${segment(provider)}/finish`, arrival);

async function enter(path: string, body: object): Promise<Challenge> {
  const told = await api.post<SignInWire>(path, { ...body, cookie: true }, { anonymous: true });
  if ('challenge' in told) return told.challenge;
  await begin(told);
  return null;
}

export async function signOut(): Promise<void> {
  await api.post('/auth/sign-out').catch(() => undefined);
  end(null);
}

/** Acts on another of the person's accounts from now on. */
export function chooseAccount(accountId: string): void {
  useSession.setState({ accountId });
  connection.authenticate(token, accountId);
}

/** Who somebody is, asked again: after a sub-account was made. */
export async function refreshMe(): Promise<void> {
  const me = await api.get<MeWire>('/me');
  if (useSession.getState().status === 'in') useSession.setState({ me });
}

async function begin(given: SignedInWire): Promise<void> {
  keep(given);
  const me = await api.get<MeWire>('/me');
  const chosen = useSession.getState().accountId;
  const accountId = me.accounts?.some((a) => a.accountId === chosen) ? chosen : (me.accounts?.find((a) => a.isRoot)?.accountId ?? me.accountId);
  localStorage.setItem(Hint, '1');
  useSession.setState({ status: 'in', me, accountId, ended: null });
  connection.authenticate(token, accountId);
}

function keep(given: SignedInWire): void {
  token = given.accessToken;
  clearTimeout(renewal);
  renewal = setTimeout(() => void renew(), Math.max(5_000, given.expiresIn * 1000 - RenewBeforeMs));
}

function end(why: Problem | null): void {
  clearTimeout(renewal);
  putAwaySecondFactor();
  token = null;
  localStorage.removeItem(Hint);
  useSession.setState({ status: 'out', me: null, accountId: null, ended: why });
  connection.authenticate(null, null);
}

// One at a time, over all tabs: a refresh token is used once, and the cookie of the answer is the next one's.
function renew(): Promise<string | null> {
  renewing ??= alone(refresh).finally(() => {
    renewing = null;
  });
  return renewing;
}

async function refresh(): Promise<string | null> {
  try {
    const given = await api.post<SignedInWire>('/auth/refresh', {}, { anonymous: true });
    if (useSession.getState().status === 'in') {
      keep(given);
      connection.authenticate(token, useSession.getState().accountId);
    } else {
      await begin(given);
    }
    return token;
  } catch (thrown) {
    const problem = asProblem(thrown);
    if (problem.isSignedOut) end(useSession.getState().status === 'in' ? problem : null);
    else renewal = setTimeout(() => void renew(), 5_000);
    return null;
  }
}

const alone = <T>(work: () => Promise<T>): Promise<T> => ('locks' in navigator ? navigator.locks.request('peregrine.refresh', work) as Promise<T> : work());

function chosenAccount(): string | null {
  const { me, accountId } = useSession.getState();
  return accountId !== null && accountId !== me?.accountId ? accountId : null;
}
