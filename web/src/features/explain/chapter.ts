/** A row of `GET /history/liquidations`. */
export interface RiskRow {
  readonly kind: string;
  readonly market?: string;
  readonly qty?: string;
  readonly limit?: string;
  readonly amount?: string;
  readonly equity?: string;
  readonly maintenanceMargin?: string;
  readonly time: number;
  readonly seq: number;
  readonly index: number;
}

/** A row of `GET /history/fills`. */
export interface FillRow {
  readonly market: string;
  readonly side: 'buy' | 'sell';
  readonly price?: string;
  readonly qty: string;
  readonly fee: string;
  readonly realised: string;
  readonly sizeAfter: string;
  readonly reason: string;
  readonly time: number;
  readonly seq: number;
  readonly index: number;
}

/** One liquidation from its first warning to its end. */
export interface Chapter {
  readonly started: RiskRow | undefined;
  readonly ended: RiskRow | undefined;
  readonly warnings: readonly RiskRow[];
  /** What the engine did, in order. */
  readonly acts: readonly RiskRow[];
  readonly fills: readonly FillRow[];
}

const HourMs = 3_600_000;
const before = (a: { seq: number; index: number }, b: { seq: number; index: number }): boolean => a.seq < b.seq || (a.seq === b.seq && a.index < b.index);
const forced = ['liquidation', 'backstop', 'adl'];

/** The liquidation that an event belongs to, out of an account's risk events and fills, whichever way these are sorted. */
export function chapterOf(rows: readonly RiskRow[], fills: readonly FillRow[], seq: number): Chapter {
  const sorted = [...rows].sort((a, b) => (before(a, b) ? -1 : 1));
  const started = sorted.filter((r) => r.kind === 'liquidationStarted' && r.seq <= seq).at(-1);
  const ended = sorted.find((r) => r.kind === 'liquidationEnded' && (started === undefined || before(started, r)));
  const from = started?.seq ?? seq;
  const to = ended?.seq ?? Number.MAX_SAFE_INTEGER;
  const isWithin = (r: { seq: number }): boolean => r.seq >= from && r.seq <= to;
  const since = started === undefined ? 0 : started.time - HourMs;
  return {
    started,
    ended,
    warnings: sorted.filter((r) => r.kind === 'marginWarning' && r.seq <= from && r.time >= since),
    acts: sorted.filter((r) => isWithin(r) && r.kind !== 'marginWarning' && r.kind !== 'liquidationStarted' && r.kind !== 'liquidationEnded'),
    fills: fills.filter((f) => isWithin(f) && forced.includes(f.reason)).sort((a, b) => (before(a, b) ? -1 : 1)),
  };
}
