import { lost, Problem, problemOf } from './problem';
import type { Asked, Shown } from './proof';

/** The token that goes with requests, and how to get a fresh one; set by the session, so that this file knows nothing of it. */
interface Credentials {
  token(): string | null;
  account(): string | null;
  /** A fresh token, or null when there is no session any more. */
  renew(): Promise<string | null>;
  /** Asks for the second factor, or a wallet's signature of just this; what was shown, or null when nobody showed anything. */
  stepUp(asked: Asked): Promise<Shown | null>;
  /** The session was ended elsewhere. */
  ended(why: Problem): void;
}

let credentials: Credentials = { token: () => null, account: () => null, renew: () => Promise.resolve(null), stepUp: () => Promise.resolve(null), ended: () => undefined };

export function useCredentials(from: Credentials): void {
  credentials = from;
}

export const Root = '/api/v1';
const TimeoutMs = 15_000;

/** So long a question waits to be asked again when the venue says that it has no time for it just now, and so often it is asked. */
const PatienceMs = 2_000;
const UsualTries = 2;

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface Options {
  query?: Query | undefined;
  signal?: AbortSignal | undefined;
  /** Ask as nobody: sign-in, refresh. */
  anonymous?: boolean;
  timeoutMs?: number;
  /** How often a question is asked of a venue that is busy, the first time counted. */
  tries?: number;
  /** Where the venue makes a text of this very request, for a wallet to sign; the signature then goes with it. */
  signedBy?: string;
  /** This is what shows the second factor, and is never asked for one. */
  isProof?: boolean;
}

export const api = {
  get: <T>(path: string, options?: Options): Promise<T> => request<T>('GET', path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: Options): Promise<T> => request<T>('POST', path, body, options),
  put: <T>(path: string, body?: unknown, options?: Options): Promise<T> => request<T>('PUT', path, body, options),
  patch: <T>(path: string, body?: unknown, options?: Options): Promise<T> => request<T>('PATCH', path, body, options),
  delete: <T>(path: string, options?: Options): Promise<T> => request<T>('DELETE', path, undefined, options),
};

/** A segment of a path made of something that may hold a slash. */
export const segment = (text: string): string => encodeURIComponent(text);

/** What a refusal wants to see. */
const wants: Readonly<Record<string, Asked['for']>> = { SECOND_FACTOR_NEEDED: 'code', WALLET_SIGNATURE_NEEDED: 'wallet', FRESH_SIGN_IN_NEEDED: 'signIn' };

/** Asks, and asks once more when the venue wants the second factor first: it has done nothing yet, so the same words may go again. */
async function request<T>(method: string, path: string, body: unknown, options: Options = {}): Promise<T> {
  try {
    return await (method === 'GET' ? askPatiently<T>(path, options) : ask<T>(method, path, body, options));
  } catch (thrown) {
    const wanted = thrown instanceof Problem ? wants[thrown.code] : undefined;
    if (options.anonymous || options.isProof || wanted === undefined) throw thrown;
    const shown = await credentials.stepUp({ for: wanted, text: options.signedBy === undefined ? undefined : { path: options.signedBy, body: body as object } });
    if (shown === null) throw thrown;
    return ask<T>(method, path, shown.signed === undefined ? body : { ...(body as object), signed: shown.signed }, options);
  }
}

/** A question changes nothing, so it may go again: a page that opens while the venue is busy shows its answer a moment later instead of a refusal. */
async function askPatiently<T>(path: string, options: Options): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask<T>('GET', path, undefined, options);
    } catch (thrown) {
      const pause = thrown instanceof Problem && (thrown.status === 429 || thrown.status === 503) ? thrown.retryAfterMs : undefined;
      if (pause === undefined || pause > PatienceMs || tries >= (options.tries ?? UsualTries)) throw thrown;
      await new Promise((resume) => setTimeout(resume, pause));
      options.signal?.throwIfAborted();
    }
  }
}

async function ask<T>(method: string, path: string, body: unknown, options: Options): Promise<T> {
  const answer = await send(method, path, body, options, options.anonymous ? null : credentials.token());
  if (answer.status !== 401 || options.anonymous) return read<T>(answer);
  const problem = await problemIn(answer);
  // Only an old token is worth a second try; a session that was ended stays ended.
  if (problem.code === 'SESSION_ENDED') credentials.ended(problem);
  // With a field it is about a ticket in the body, and that is used up.
  if (problem.field !== undefined || (problem.code !== 'TOKEN_EXPIRED' && problem.code !== 'UNAUTHENTICATED')) throw problem;
  const token = await credentials.renew();
  if (token === null) throw problem;
  return read<T>(await send(method, path, body, options, token));
}

async function send(method: string, path: string, body: unknown, options: Options, token: string | null): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (token !== null) headers['Authorization'] = `Bearer ${token}`;
  const account = credentials.account();
  if (token !== null && account !== null) headers['X-Account'] = account;
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TimeoutMs);
  try {
    return await fetch(Root + path + queryText(options.query), {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: options.signal ? AbortSignal.any([timeout, options.signal]) : timeout,
    });
  } catch (thrown) {
    if (options.signal?.aborted) throw thrown;
    throw lost();
  }
}

async function read<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw await problemIn(answer);
  if (answer.status === 204 || answer.headers.get('Content-Length') === '0') return undefined as T;
  return (await answer.json()) as T;
}

async function problemIn(answer: Response): Promise<Problem> {
  const retry = Number(answer.headers.get('Retry-After'));
  const problem = problemOf(answer.status, await answer.json().catch(() => null));
  return problem.retryAfterMs === undefined && retry > 0
    ? new Problem(problem.status, { ...wireOf(problem), details: { ...problem.details, retryAfterMs: String(retry * 1000) } })
    : problem;
}

const wireOf = (p: Problem) => ({
  code: p.code,
  message: p.message,
  ...(p.field === undefined ? {} : { field: p.field }),
  ...(p.expected === undefined ? {} : { expected: p.expected }),
  ...(p.requestId === undefined ? {} : { requestId: p.requestId }),
});

function queryText(query: Query | undefined): string {
  if (!query) return '';
  const pairs = Object.entries(query).filter((pair): pair is [string, string | number | boolean] => pair[1] !== undefined);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)])).toString()}`;
}
