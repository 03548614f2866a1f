import type { Market } from '@/lib/markets/terms';
import { format, formatMoney, parseDecimal, stepsOf } from '@/lib/numbers';
import { noticesText as words } from '@/text/notices';
import { historyText } from '@/text/history';
import { exactSizeText, wirePriceText } from '@/ui/numbers';

export const noticeKinds = ['orders', 'money', 'risk', 'security'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Something that happened to the account, as a line of the list. */
export interface Notice {
  readonly key: string;
  readonly kind: NoticeKind;
  readonly time: number;
  readonly title: string;
  readonly text: string;
  readonly tone: 'up' | 'down' | 'bad' | 'plain';
  /** Where it is told from its receipt. */
  readonly explain?: string;
  /** Where something can be done about it. */
  readonly act?: string;
}

/** A row of a history, as the venue sent it. */
export type Row = Readonly<Record<string, string | number | boolean | undefined>> & { readonly time: number; readonly seq: number; readonly index: number };
export type Markets = ReadonlyMap<string, Market>;

export interface Source {
  readonly path: string;
  readonly kind: NoticeKind;
  /** The line of a row; null where it says nothing by itself. */
  read(row: Row, markets: Markets): Notice | null;
}

const textOf = (row: Row, name: string): string => (row[name] === undefined ? '' : String(row[name]));
const count = (row: Row, name: string): bigint => parseDecimal(textOf(row, name), 6) ?? 0n;
const place = (row: Row): string => `${String(row.seq)}/${String(row.index)}`;
const sizeOf = (row: Row, market: Market): string => `${exactSizeText(stepsOf(textOf(row, 'qty'), market.lot) ?? 0n, market.lot)} ${market.base}`;
const priceOf = (row: Row, name: string, market: Market): string => wirePriceText(row[name] === undefined ? undefined : textOf(row, name), market);
const forced = new Set(['liquidation', 'backstop', 'adl', 'settlement']);

function fill(row: Row, markets: Markets): Notice | null {
  const market = markets.get(textOf(row, 'market'));
  // What was taken by force is told by the liquidation that took it.
  if (market === undefined || forced.has(textOf(row, 'reason'))) return null;
  const isBuy = row['side'] === 'buy';
  const title = words.filled(isBuy, sizeOf(row, market), priceOf(row, 'price', market));
  return { key: `fill/${place(row)}/${textOf(row, 'orderId')}`, kind: 'orders', time: row.time, title, text: `${market.name} · ${words.fee(formatMoney(count(row, 'fee'), { rounding: 'up' }))}`, tone: isBuy ? 'up' : 'down' };
}

function trigger(row: Row, markets: Markets): Notice | null {
  const market = markets.get(textOf(row, 'market'));
  if (market === undefined) return null;
  const kind = historyText.values[textOf(row, 'trigger')] ?? textOf(row, 'trigger');
  return { key: `trigger/${place(row)}`, kind: 'orders', time: row.time, title: words.fired(kind, priceOf(row, 'level', market)), text: market.name, tone: 'plain', explain: `/explain/${place(row)}` };
}

function funding(row: Row): Notice {
  const paid = count(row, 'amount');
  const title = paid > 0n ? words.fundingPaid(formatMoney(paid, { rounding: 'up' })) : words.fundingGot(formatMoney(-paid));
  return { key: `funding/${place(row)}`, kind: 'money', time: row.time, title, text: textOf(row, 'market'), tone: paid > 0n ? 'down' : 'up', explain: `/explain/${place(row)}` };
}

/** Assets have digits of their own; as many as there are, are shown. */
function moved(row: Row, words_: (amount: string, asset: string) => string): Notice {
  const [whole = '0', fraction = ''] = textOf(row, 'amount').split('.');
  const amount = `${format(BigInt(whole), 0)}${fraction === '' ? '' : `.${fraction}`}`;
  return { key: `money/${place(row)}`, kind: 'money', time: row.time, title: words_(amount, textOf(row, 'asset')), text: '', tone: 'plain' };
}

function liquidation(row: Row, markets: Markets): Notice | null {
  const kind = textOf(row, 'kind');
  const title = words.risk[kind];
  if (title === undefined) return null;
  const market = markets.get(textOf(row, 'market'));
  const what = market === undefined || row['qty'] === undefined ? textOf(row, 'market') : `${market.name} · ${sizeOf(row, market)}`;
  const explain = kind === 'liquidationEnded' ? {} : { explain: `/explain/${place(row)}` };
  return { key: `risk/${place(row)}`, kind: 'risk', time: row.time, title, text: what, tone: kind === 'liquidationEnded' ? 'plain' : 'bad', ...explain };
}

function adl(row: Row, markets: Markets): Notice | null {
  const market = markets.get(textOf(row, 'market'));
  if (market === undefined) return null;
  return { key: `adl/${place(row)}`, kind: 'risk', time: row.time, title: words.deleveraged, text: `${market.name} · ${sizeOf(row, market)} at ${priceOf(row, 'price', market)}`, tone: 'bad', explain: `/explain/${place(row)}` };
}

/** Is stopped where it is told. */
const stoppable = new Set(['factorResetAllowed', 'wayBackAllowed', 'secondFactorWaits']);
const alarming = new Set([...stoppable, 'signInFailed', 'codeRefused', 'refreshReused']);

/** What became of the ways in; everyday steps such as a sign-in say nothing here. */
function security(row: Row): Notice | null {
  const act = textOf(row, 'act');
  const title = words.security[act];
  if (title === undefined) return null;
  const where = [textOf(row, 'address'), textOf(row, 'device')].filter((part) => part !== '').join(' · ');
  return { key: `security/${textOf(row, 'activityId')}`, kind: 'security', time: row.time, title, text: where, tone: alarming.has(act) ? 'bad' : 'plain', ...(stoppable.has(act) ? { act: '/account/security' } : {}) };
}

export const sources: readonly Source[] = [
  { path: '/auth/activity', kind: 'security', read: security },
  { path: '/history/fills', kind: 'orders', read: fill },
  { path: '/history/triggers', kind: 'orders', read: trigger },
  { path: '/history/funding', kind: 'money', read: funding },
  { path: '/history/deposits', kind: 'money', read: (row) => moved(row, words.deposited) },
  { path: '/history/withdrawals', kind: 'money', read: (row) => moved(row, row['kind'] === 'refund' ? words.refunded : words.withdrawn) },
  { path: '/history/liquidations', kind: 'risk', read: liquidation },
  { path: '/history/adl', kind: 'risk', read: adl },
];

/** The newest page of one source. */
export interface Told {
  readonly rows: readonly Row[];
  /** There is more behind it. */
  readonly hasMore: boolean;
}

/**
 * One list of several histories, the newest first. It ends where the shortest page ends: behind that, lines of one history would stand beside gaps of another.
 */
export function merge(told: readonly (readonly [Source, Told])[], markets: Markets): Notice[] {
  const since = told.reduce((horizon, [, { rows, hasMore }]) => (hasMore ? Math.max(horizon, rows.at(-1)?.time ?? 0) : horizon), 0);
  const all = told.flatMap(([source, { rows }]) => rows.filter((r) => r.time >= since).map((r) => source.read(r, markets)));
  return all.filter((n): n is Notice => n !== null).sort((a, b) => b.time - a.time);
}
