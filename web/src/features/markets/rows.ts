import type { MarketState, TickerWire } from '@/api/types';
import type { Market } from '@/lib/markets/terms';
import { ONE, parseDecimalDown, roundDiv, stepsOf, SUB } from '@/lib/numbers';

/** A market as a row of the table: what is shown and what is sorted by, in integers. */
export interface Row {
  readonly market: Market;
  readonly state: MarketState;
  readonly priceState: TickerWire['priceState'];
  readonly last: bigint | null;
  /** In thousandths of a tick. */
  readonly mark: bigint | null;
  /** Since a day ago, in billionths of the price then. */
  readonly change: bigint | null;
  /** Money, in millionths. */
  readonly volume: bigint;
  readonly openInterest: bigint;
  /** Of an hour, in billionths; null where the venue does not tell. */
  readonly funding: bigint | null;
  readonly isFavourite: boolean;
}

export type Column = 'market' | 'last' | 'change' | 'volume' | 'openInterest' | 'funding';

export interface Order {
  readonly column: Column;
  readonly isDown: boolean;
}

export function rowOf(market: Market, ticker: TickerWire | undefined, state: MarketState, funding: bigint | null, isFavourite: boolean): Row {
  const open = ticker?.open24h === undefined ? null : stepsOf(ticker.open24h, market.tick);
  const change = ticker?.change24h === undefined ? null : stepsOf(ticker.change24h, market.tick);
  const mark = ticker?.mark === undefined ? null : stepsOf(ticker.mark, market.subtick);
  const held = ticker === undefined ? 0n : (stepsOf(ticker.openInterest, market.lot) ?? 0n);
  return {
    market,
    state,
    priceState: ticker?.priceState ?? 'fresh',
    last: ticker?.last === undefined ? null : stepsOf(ticker.last, market.tick),
    mark,
    change: open === null || change === null || open === 0n ? null : roundDiv(change * ONE, open),
    volume: ticker === undefined ? 0n : (parseDecimalDown(ticker.quoteVolume24h, 6) ?? 0n),
    openInterest: mark === null ? 0n : (held * mark * market.tickLotValue) / SUB,
    funding,
    isFavourite,
  };
}

/** Rows whose name holds what was typed, favourites alone when that is wanted, in the order that is wanted. What is not known stands last, whichever way it goes. */
export function arrange(rows: readonly Row[], typed: string, onlyFavourites: boolean, { column, isDown }: Order): Row[] {
  const wanted = typed.trim().toLowerCase();
  const found = rows.filter((r) => r.market.name.toLowerCase().includes(wanted) && (!onlyFavourites || r.isFavourite));
  const sign = isDown ? -1 : 1;
  return found.sort((a, b) => {
    if (column === 'market') return sign * (a.market.name < b.market.name ? -1 : 1);
    const [x, y] = [a[column], b[column]];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return x === y ? 0 : sign * (x < y ? -1 : 1);
  });
}
