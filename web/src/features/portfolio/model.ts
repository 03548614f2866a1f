import type { BalanceWire, OrderWire, PositionWire, TickerWire } from '@/api/types';
import type { Market } from '@/lib/markets/terms';
import { absOf, parseDecimal, parseDecimalDown, stepsOf, SUB } from '@/lib/numbers';
import type { Exit, StressedAccount, StressedCollateral, StressedPosition } from '@/lib/stress/account';

/** A collateral asset's terms, of `GET /assets`. */
export interface AssetWire {
  readonly asset: string;
  readonly decimals: number;
  readonly isSettle: boolean;
  readonly price: string;
  readonly priceState: string;
  readonly initialWeight?: string;
  readonly maintenanceWeight?: string;
}

export interface Sources {
  readonly positions: Iterable<PositionWire>;
  readonly orders: Iterable<OrderWire>;
  readonly balances: Iterable<BalanceWire>;
  readonly assets: readonly AssetWire[];
  readonly markets: ReadonlyMap<string, Market>;
  readonly tickers: ReadonlyMap<string, TickerWire>;
}

/** The account as the arithmetic of margin wants it, from what the streams told. A position whose market has no mark yet is left out. */
export function accountOf(from: Sources): StressedAccount {
  const balances = [...from.balances];
  const settle = from.assets.find((a) => a.isSettle)?.asset ?? 'USDC';
  const cash = balances.find((b) => b.asset === settle)?.balance ?? '0';
  const orders = [...from.orders];
  return {
    cash: parseDecimalDown(cash, 6) ?? 0n,
    collateral: balances.flatMap((b) => collateralOf(b, from.assets.find((a) => a.asset === b.asset && !a.isSettle), from.markets)),
    positions: [...from.positions].flatMap((p) => positionOf(p, from.markets.get(p.market), from.tickers.get(p.market)?.mark, orders)),
  };
}

function positionOf(wire: PositionWire, market: Market | undefined, markText: string | undefined, orders: readonly OrderWire[]): StressedPosition[] {
  if (market === undefined || markText === undefined) return [];
  const size = stepsOf(wire.size, market.lot);
  const cost = parseDecimal(wire.cost, 6);
  const mark = stepsOf(markText, market.subtick);
  if (size === null || size === 0n || cost === null || mark === null) return [];
  const pot = wire.mode === 'isolated' ? parseDecimal(wire.isolatedMargin ?? '0', 6) : null;
  return [{ market: market.name, size, cost, mark, pot, tickLotValue: market.tickLotValue, tiers: market.tiers, exits: exitsOf(size, market, orders) }];
}

/** Stops and targets at market, on the mark, that close the whole position: the others may leave a rest, so they are not counted on. */
function exitsOf(size: bigint, market: Market, orders: readonly OrderWire[]): Exit[] {
  const side = size > 0n ? 'sell' : 'buy';
  return orders.flatMap((order) => {
    const isExit = order.market === market.name && order.side === side && (order.trigger === 'stop' || order.trigger === 'takeProfit') && order.triggerBy === 'mark' && order.price === undefined;
    if (!isExit || order.state !== 'pendingTrigger' || order.triggerPrice === undefined || order.hasFired === true) return [];
    const covers = order.position === true || (order.reduceOnly === true && (stepsOf(order.rest, market.lot) ?? 0n) >= absOf(size));
    const level = stepsOf(order.triggerPrice, market.tick);
    return covers && level !== null ? [{ kind: order.trigger as Exit['kind'], level: level * SUB }] : [];
  });
}

function collateralOf(balance: BalanceWire, terms: AssetWire | undefined, markets: ReadonlyMap<string, Market>): StressedCollateral[] {
  if (terms === undefined) return [];
  const follows = `${balance.asset}-PERP`;
  return [
    {
      asset: balance.asset,
      decimals: terms.decimals,
      counted: parseDecimalDown(balance.counted ?? balance.balance, terms.decimals) ?? 0n,
      initialWeight: parseDecimal(terms.initialWeight ?? '0', 9) ?? 0n,
      maintenanceWeight: parseDecimal(terms.maintenanceWeight ?? '0', 9) ?? 0n,
      price: parseDecimalDown(balance.price ?? terms.price, 6) ?? 0n,
      follows: markets.has(follows) ? follows : null,
    },
  ];
}
