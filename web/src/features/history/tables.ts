import type { Market } from '@/lib/markets/terms';
import { formatMoney, formatPercent, formatSteps, parseDecimal, stepsOf } from '@/lib/numbers';
import { historyText as words } from '@/text/history';

/** A row as the venue sent it: what it has not is left out. */
export type Row = Readonly<Record<string, string | number | boolean | undefined>> & { readonly time: number; readonly seq: number; readonly index: number };

export type Show = (row: Row, market: Market | undefined) => string;

export interface Column {
  readonly name: string;
  readonly label: string;
  readonly isText?: boolean;
  /** Says whether a value is good or bad news, by its sign. */
  readonly isSigned?: boolean;
  readonly show: Show;
}

export interface Table {
  readonly path: string;
  /** What goes into a file, in this order: everything, as it was sent. */
  readonly fields: readonly string[];
  readonly columns: readonly Column[];
  readonly hasMarket: boolean;
  /** Rows that can be explained from their receipt. */
  readonly explains?: (row: Row) => boolean;
}

const textOf = (row: Row, name: string): string => (row[name] === undefined ? '' : String(row[name]));
const word = (name: string): Show => (row) => words.values[textOf(row, name)] ?? textOf(row, name);
const lots = (name: string): Show => (row, market) => stepped(textOf(row, name), market?.lot);
const price = (name: string): Show => (row, market) => (market === undefined ? textOf(row, name) : stepped(textOf(row, name), market.subtick, market.tick.decimals));
const signed = (name: string): Show => (row) => money(textOf(row, name), true, 'down');
const paid = (name: string): Show => (row) => money(textOf(row, name), false, 'up');
/** Funding is told as what was paid; a trader reads what he got. */
const gained = (name: string): Show => (row) => money(negated(textOf(row, name)), true, 'down');

function stepped(text: string, grid: Market['lot'] | undefined, digits?: number): string {
  if (text === '') return '—';
  const steps = grid === undefined ? null : stepsOf(text, grid);
  return steps === null || grid === undefined ? text : formatSteps(steps, grid, digits === undefined ? {} : { digits });
}

function money(text: string, sign: boolean, rounding: 'up' | 'down'): string {
  const count = text === '' ? null : parseDecimal(text, 6);
  return count === null ? text || '—' : formatMoney(count, { sign, rounding });
}

const negated = (text: string): string => (text === '' ? '' : text.startsWith('-') ? text.slice(1) : text === '0' ? text : `-${text}`);

const column = (name: string, show: Show, more: Partial<Column> = {}): Column => ({ name, label: words.columns[name] ?? name, show, ...more });
const marketColumn = column('market', (row) => textOf(row, 'market') || '—', { isText: true });
const text = { isText: true } as const;
const tone = { isSigned: true } as const;
const rate: Show = (row) => formatPercent(parseDecimal(textOf(row, 'rate'), 9) ?? 0n, { digits: 5, sign: true });

export const tables = {
  fills: {
    path: '/history/fills', hasMarket: true, fields: ['time', 'market', 'side', 'price', 'qty', 'isMaker', 'fee', 'realised', 'sizeAfter', 'reason', 'tradeId', 'orderId', 'seq', 'index'],
    columns: [
      marketColumn, column('side', word('side'), text), column('price', price('price')), column('qty', lots('qty')), column('fee', paid('fee')), column('realised', signed('realised'), tone),
      column('sizeAfter', lots('sizeAfter')), column('isMaker', (row) => (row['isMaker'] === true ? words.maker : words.taker), text), column('reason', word('reason'), text),
    ],
    explains: (row) => ['liquidation', 'backstop', 'adl', 'trigger'].includes(textOf(row, 'reason')),
  },
  orders: {
    path: '/history/orders', hasMarket: true,
    fields: ['time', 'updated', 'market', 'type', 'side', 'tif', 'state', 'price', 'qty', 'filled', 'quoteFilled', 'fees', 'trigger', 'triggerPrice', 'triggerBy', 'activationPrice', 'callback', 'offset', 'triggered', 'display', 'expireAt', 'stp', 'postOnly', 'reduceOnly', 'label', 'reason', 'code', 'orderId', 'clientOrderId', 'groupId', 'seq', 'index'],
    columns: [
      marketColumn, column('side', word('side'), text), column('type', (row) => words.values[textOf(row, 'trigger')] ?? word('type')(row, undefined), text), column('price', price('price')),
      column('qty', lots('qty')), column('filled', lots('filled')), column('fees', paid('fees')), column('state', word('state'), text), column('reason', (row) => words.endings[textOf(row, 'reason')] ?? textOf(row, 'reason'), text),
    ],
  },
  positions: {
    path: '/history/positions', hasMarket: true, fields: ['opened', 'time', 'market', 'side', 'maxQty', 'realised', 'fees', 'funding', 'net', 'reason', 'seq', 'index'],
    columns: [
      marketColumn, column('side', word('side'), text), column('maxQty', lots('maxQty')), column('realised', signed('realised'), tone), column('fees', paid('fees')),
      column('funding', gained('funding'), tone), column('net', signed('net'), tone), column('reason', word('reason'), text),
    ],
  },
  funding: {
    path: '/history/funding', hasMarket: true, fields: ['time', 'market', 'amount', 'size', 'indexPrice', 'rate', 'epoch', 'seq', 'index'],
    columns: [marketColumn, column('amount', gained('amount'), tone), column('size', lots('size')), column('indexPrice', price('indexPrice')), column('rate', rate)],
    explains: () => true,
  },
  ledger: {
    path: '/history/ledger', hasMarket: true, fields: ['time', 'kind', 'asset', 'change', 'balance', 'market', 'potChange', 'pot', 'counterparty', 'seq', 'index'],
    columns: [
      column('kind', word('kind'), text), column('asset', word('asset'), text), column('change', signed('change'), tone), column('balance', signed('balance')), marketColumn, column('pot', (row) => money(textOf(row, 'pot'), false, 'down')),
    ],
  },
  liquidations: {
    path: '/history/liquidations', hasMarket: true, fields: ['time', 'kind', 'market', 'qty', 'limit', 'amount', 'equity', 'maintenanceMargin', 'seq', 'index'],
    columns: [
      column('kind', word('kind'), text), marketColumn, column('qty', lots('qty')), column('limit', price('limit')), column('amount', (row) => money(textOf(row, 'amount'), false, 'down')),
      column('equity', (row) => money(textOf(row, 'equity'), false, 'down')), column('maintenanceMargin', paid('maintenanceMargin')),
    ],
    explains: (row) => !['liquidationEnded', 'collateralConverted'].includes(textOf(row, 'kind')),
  },
  adl: {
    path: '/history/adl', hasMarket: true, fields: ['time', 'market', 'qty', 'price', 'notional', 'score', 'available', 'requested', 'seq', 'index'],
    columns: [marketColumn, column('qty', lots('qty')), column('price', price('price')), column('notional', paid('notional')), column('requested', lots('requested'))],
    explains: () => true,
  },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof tables;
export const tableNames = Object.keys(tables) as TableName[];
