import { parseDecimal } from '@/lib/numbers';

/** A UTC day of an account, as `GET /portfolio` tells it. */
export interface DayWire {
  readonly day: number;
  readonly equity: string;
  readonly inflow: string;
  readonly pnl: string;
  readonly realised: string;
  readonly fees: string;
  readonly funding: string;
  readonly volume: string;
}

export interface Day {
  readonly day: number;
  readonly equity: bigint;
  readonly pnl: bigint;
  readonly fees: bigint;
  /** As it was paid; below zero it was received. */
  readonly funding: bigint;
}

const DayMs = 86_400_000;
const count = (text: string): bigint => parseDecimal(text, 6) ?? 0n;

export const dayOf = (wire: DayWire): Day => ({ day: wire.day, equity: count(wire.equity), pnl: count(wire.pnl), fees: count(wire.fees), funding: count(wire.funding) });

/** What stands under the curve's name: profit over the days shown, and what share of what was there before them that is. Deposits are no profit. */
export function gainOf(days: readonly Day[]): { readonly pnl: bigint; readonly share: bigint | null } {
  const pnl = days.reduce((sum, d) => sum + d.pnl, 0n);
  const first = days[0];
  const before = first === undefined ? 0n : first.equity - first.pnl;
  return { pnl, share: before > 0n ? (pnl * 1_000_000_000n) / before : null };
}

/** Of the last so many days up to the newest. */
export function lately(days: readonly Day[], span: number): readonly Day[] {
  const last = days.at(-1)?.day ?? 0;
  return days.filter((d) => d.day > last - span * DayMs);
}
