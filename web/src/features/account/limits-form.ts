import { decimalText, fieldText, parseDecimal, readNumber } from '@/lib/numbers';

/** The fields of the limits form, as typed; an empty one is no limit. */
export interface LimitsDraft {
  readonly maxOrderNotional: string;
  readonly maxPositionNotional: string;
  readonly maxTotalNotional: string;
  readonly maxDayLoss: string;
  readonly maxDrawdown: string;
  readonly maxOrdersPerSecond: string;
  readonly maxLeverage: string;
  readonly onBreach: 'reject' | 'cancelAll' | 'reduceOnly' | 'flatten';
}

export type LimitsWire = Partial<Record<Exclude<keyof LimitsDraft, 'maxOrdersPerSecond' | 'maxLeverage'>, string> & { maxOrdersPerSecond: number; maxLeverage: number }>;

export const noLimits: LimitsDraft = {
  maxOrderNotional: '', maxPositionNotional: '', maxTotalNotional: '', maxDayLoss: '', maxDrawdown: '', maxOrdersPerSecond: '', maxLeverage: '', onBreach: 'reject',
};

export const moneyFields = ['maxOrderNotional', 'maxPositionNotional', 'maxTotalNotional', 'maxDayLoss', 'maxDrawdown'] as const;
export const countFields = ['maxOrdersPerSecond', 'maxLeverage'] as const;

/** What was set before, as the form shows it. */
export function draftOf(wire: LimitsWire): LimitsDraft {
  const known = Object.entries(wire).filter(([name]) => name in noLimits);
  return { ...noLimits, ...Object.fromEntries(known.map(([name, value]) => [name, fieldText(String(value))])) };
}

export type LimitsRead = { readonly body: object } | { readonly bad: ReadonlySet<keyof LimitsDraft> };

/** The body of `PUT /limits`, or the fields that are no numbers above zero. */
export function readLimits(draft: LimitsDraft): LimitsRead {
  const bad = new Set<keyof LimitsDraft>();
  const body: Record<string, string | number> = { onBreach: draft.onBreach };
  for (const field of [...moneyFields, ...countFields]) {
    if (draft[field].trim() === '') continue;
    const isCount = field === 'maxOrdersPerSecond' || field === 'maxLeverage';
    const count = parseDecimal(readNumber(draft[field]) ?? '', isCount ? 0 : 6);
    if (count === null || count <= 0n || (isCount && count > 2_147_483_647n)) bad.add(field);
    else body[field] = isCount ? Number(count) : decimalText(count, 6);
  }
  return bad.size > 0 ? { bad } : { body };
}
