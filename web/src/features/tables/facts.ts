import type { OrderWire, PositionWire, TickerWire } from '@/api/types';
import type { Market } from '@/lib/markets/terms';
import { absOf, parseDecimal, parseDecimalDown, stepsOf } from '@/lib/numbers';
import { resultAt } from '@/trading/results';
import { subticksOf } from '@/ui/numbers';

/** A position with everything that follows from it and the mark, in integers. */
export interface OpenPosition {
  readonly wire: PositionWire;
  readonly market: Market;
  readonly lots: bigint;
  readonly entry: bigint | null;
  readonly mark: bigint | null;
  /** In millionths. */
  readonly value: bigint | null;
  readonly pnl: bigint | null;
  /** Margin that its leverage asks for, or its pot. */
  readonly margin: bigint;
  readonly liquidation: bigint | null;
  /** How far liquidation is from the mark, in hundredths of a percent; null when there is none. */
  readonly distance: number | null;
  readonly exits: readonly OrderWire[];
  /** What the engine tells besides; none before it has. */
  readonly told: PositionWire | undefined;
}

export function openPosition(wire: PositionWire, told: PositionWire | undefined, market: Market, ticker: TickerWire | undefined, orders: Iterable<OrderWire>): OpenPosition {
  const lots = stepsOf(wire.size, market.lot) ?? 0n;
  const mark = subticksOf(ticker?.mark, market);
  const value = mark === null ? null : (absOf(lots) * mark * market.tickLotValue) / 1000n;
  const liquidation = subticksOf(told?.liquidationPrice, market);
  const pot = wire.isolatedMargin === undefined ? null : parseDecimal(wire.isolatedMargin, 6);
  return {
    wire,
    market,
    lots,
    entry: subticksOf(wire.entry, market),
    mark,
    value,
    pnl: mark === null ? null : resultAt(wire, market, mark),
    margin: pot ?? (value ?? absOf(parseDecimalDown(wire.cost, 6) ?? 0n)) / BigInt(Math.max(1, wire.leverage)),
    liquidation: liquidation === 0n ? null : liquidation,
    distance: mark === null || liquidation === null || liquidation === 0n ? null : Number((absOf(mark - liquidation) * 10_000n) / mark),
    exits: exitsOf(wire, lots, orders),
    told,
  };
}

/** Stops and take-profits that close this position. */
export function exitsOf(position: PositionWire, lots: bigint, orders: Iterable<OrderWire>): OrderWire[] {
  const side = lots > 0n ? 'sell' : 'buy';
  return [...orders].filter((o) => o.market === position.market && o.side === side && o.trigger !== undefined && (o.position === true || o.reduceOnly === true || o.protective === true));
}

export const isConditional = (order: OrderWire): boolean => order.trigger !== undefined;
export const isTwap = (order: OrderWire): boolean => order.type === 'twap';
export const isResting = (order: OrderWire): boolean => !isConditional(order) && !isTwap(order);

/** Of one market, or of any where none is named. */
export const isIn = (only: string | null) => ({ market }: { readonly market: string }): boolean => only === null || market === only;
