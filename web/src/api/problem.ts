/** What the venue said instead of an answer, or that it said nothing. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  readonly status: number;
  readonly field: string | undefined;
  readonly expected: string | undefined;
  readonly details: Readonly<Record<string, string>>;
  readonly retryAfterMs: number | undefined;
  readonly requestId: string | undefined;

  constructor(status: number, wire: ProblemWire) {
    super(wire.message ?? wire.code);
    this.status = status;
    this.code = wire.code;
    this.field = wire.field;
    this.expected = wire.expected;
    this.details = wire.details ?? {};
    this.requestId = wire.requestId;
    const retry = Number(this.details['retryAfterMs']);
    this.retryAfterMs = Number.isFinite(retry) && retry > 0 ? retry : undefined;
  }

  /** Nothing is known of what became of the request: it may have been carried out. */
  get isUnknown(): boolean {
    return this.code === Lost || this.code === 'IN_DOUBT';
  }

  /** The route is not there (yet): pages say so instead of showing something invented. */
  get isMissingRoute(): boolean {
    return this.code === 'METHOD_NOT_ALLOWED' || (this.code === 'NOT_FOUND' && this.message.includes('nothing at this path'));
  }

  get isSignedOut(): boolean {
    return this.status === 401;
  }
}

export interface ProblemWire {
  code: string;
  message?: string;
  field?: string;
  expected?: string;
  details?: Record<string, string>;
  requestId?: string;
}

/** Our own code for an answer that did not come. */
export const Lost = 'CONNECTION_LOST';

export const lost = (message = 'The venue could not be reached.'): Problem => new Problem(0, { code: Lost, message });

export function problemOf(status: number, body: unknown): Problem {
  const error = (body as { error?: ProblemWire } | null)?.error;
  return new Problem(status, typeof error?.code === 'string' ? error : { code: `HTTP_${status}`, message: `The venue answered ${status}.` });
}

/** Whatever was thrown, as a problem that can be shown. */
export const asProblem = (thrown: unknown): Problem =>
  thrown instanceof Problem ? thrown : new Problem(0, { code: 'TERMINAL', message: thrown instanceof Error ? thrown.message : String(thrown) });
