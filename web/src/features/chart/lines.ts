import type { OrderWire, PositionWire } from '@/api/types';
import type { Market } from '@/lib/markets/terms';
import { absOf, format, formatMoney, stepsOf, THIN } from '@/lib/numbers';
import { chart as text } from '@/text/chart';
import { resultAt, sizeOf } from '@/trading/results';
import { sizeText, subticksOf } from '@/ui/numbers';

export type LineKind = 'entry' | 'order' | 'profit' | 'stop' | 'liquidation';

/** One of the trader's own levels, as the chart shows it. */
export interface OwnLine {
  readonly id: string;
  readonly kind: LineKind;
  /** In thousandths of a tick; orders lie on whole ticks. */
  readonly level: bigint;
  readonly label: string;
  /** What it means in money, or how far it is. */
  readonly info: string;
  readonly tone: 'up' | 'down' | 'plain';
  /** The order that a drag amends; none for what cannot be moved. */
  readonly order?: OrderWire;
  readonly field?: 'price' | 'triggerPrice';
}

interface Given {
  readonly market: Market;
  readonly position: PositionWire | undefined;
  readonly orders: Iterable<OrderWire>;
  readonly mark: bigint | null;
}

export function ownLines({ market, position, orders, mark }: Given): OwnLine[] {
  const lines: OwnLine[] = [];
  if (position) lines.push(...positionLines(position, market, mark));
  for (const order of orders) {
    if (order.market !== market.name) continue;
    const line = orderLine(order, market, position);
    if (line) lines.push(line);
  }
  return lines;
}

function positionLines(position: PositionWire, market: Market, mark: bigint | null): OwnLine[] {
  const entry = subticksOf(position.entry, market);
  if (entry === null) return [];
  const lots = sizeOf(position, market);
  const words = `${lots > 0n ? text.line.long : text.line.short} ${sizeText(absOf(lots), market.lot)}`;
  const pnl = mark === null ? null : resultAt(position, market, mark);
  const lines: OwnLine[] = [{ id: 'entry', kind: 'entry', level: entry, label: words, info: pnl === null ? '' : formatMoney(pnl, { sign: true }), tone: toneOf(pnl) }];
  const liquidation = subticksOf(position.liquidationPrice, market);
  if (liquidation !== null && liquidation > 0n && mark !== null) {
    const away = `${format((absOf(mark - liquidation) * 10_000n) / mark, 2, { digits: 1 })}${THIN}% ${text.line.away}`;
    lines.push({ id: 'liquidation', kind: 'liquidation', level: liquidation, label: text.line.liquidation, info: away, tone: 'plain' });
  }
  return lines;
}

function orderLine(order: OrderWire, market: Market, position: PositionWire | undefined): OwnLine | null {
  const field = order.trigger === undefined ? 'price' : 'triggerPrice';
  const level = subticksOf(order[field], market);
  if (level === null) return null;
  const side = order.side === 'buy' ? text.line.buy : text.line.sell;
  const movable = { order, field } as const;
  if (order.trigger === undefined) return { id: order.orderId, kind: 'order', level, label: `${side} ${sizeText(stepsOf(order.rest, market.lot) ?? 0n, market.lot)}`, info: text.line.limit, tone: 'plain', ...movable };
  const closes = position !== undefined && (sizeOf(position, market) > 0n) === (order.side === 'sell');
  const result = closes ? resultAt(position, market, level) : null;
  const isProfit = order.trigger === 'takeProfit';
  return {
    id: order.orderId,
    kind: isProfit ? 'profit' : 'stop',
    level,
    label: order.trigger === 'trailing' ? text.line.trailing : isProfit ? text.line.takeProfit : closes ? text.line.stop : `${side} ${text.line.trigger}`,
    info: result === null ? sizeText(stepsOf(order.qty, market.lot) ?? 0n, market.lot) : formatMoney(result, { sign: true }),
    tone: toneOf(result),
    ...movable,
  };
}

const toneOf = (result: bigint | null): OwnLine['tone'] => (result === null || result === 0n ? 'plain' : result > 0n ? 'up' : 'down');

/** Moves labels apart so that none lies over another, each as near its level as can be. In and out: the wanted tops, in any order. */
export function spread(wanted: readonly number[], height: number, gap: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const tops = wanted.map((top) => Math.max(0, Math.min(height - gap, top)));
  let floor = 0;
  for (const i of order) {
    tops[i] = Math.max(floor, tops[i] ?? 0);
    floor = (tops[i] ?? 0) + gap;
  }
  // What was pushed out at the foot pushes back up.
  let ceiling = height - gap;
  for (const i of [...order].reverse()) {
    tops[i] = Math.max(0, Math.min(ceiling, tops[i] ?? 0));
    ceiling = (tops[i] ?? 0) - gap;
  }
  return tops;
}
