import { gridOf, type Grid, micros, type Micros, type Ppb, parseDecimal, ppb, subGrid } from '../numbers';

/** What `GET /markets` says of a market, as far as the terminal uses it. Decimal strings, as sent. */
export interface MarketWire {
  readonly market: string;
  readonly state: string;
  readonly tickSize: string;
  readonly lotSize: string;
  readonly minQty: string;
  readonly maxQty: string;
  readonly maxMarketQty: string;
  readonly minNotional: string;
  readonly maxPosition: string;
  readonly bandUp: string;
  readonly bandDown: string;
  readonly maxSlippage: string;
  readonly maxLeverage: number;
  readonly tiers: readonly TierWire[];
  readonly fees?: { readonly maker: string; readonly taker: string };
}

export interface TierWire {
  readonly floor: string;
  readonly initialRate: string;
  readonly maintenanceRate: string;
}

/** One step of the margin table. Marginal, like income tax: the sums below keep both margins continuous at every floor. */
export interface Tier {
  readonly floor: Micros;
  readonly initial: Ppb;
  readonly maintenance: Ppb;
  readonly initialOff: Micros;
  readonly maintenanceOff: Micros;
}

/** A market's terms in its own integers. */
export interface Market {
  readonly name: string;
  /** What is bought and sold: the name up to the dash. */
  readonly base: string;
  readonly tick: Grid;
  readonly subtick: Grid;
  readonly lot: Grid;
  /** Millionths of a dollar that one lot is worth per tick of its price: whole for every market that is listed. */
  readonly tickLotValue: bigint;
  readonly minLots: number;
  readonly maxLots: number;
  readonly maxMarketLots: number;
  readonly maxPosition: number;
  readonly minNotional: Micros;
  readonly bandUp: Ppb;
  readonly bandDown: Ppb;
  readonly maxSlippage: Ppb;
  readonly maxLeverage: number;
  readonly makerFee: Ppb;
  readonly takerFee: Ppb;
  readonly tiers: readonly Tier[];
}

export function marketOf(wire: MarketWire): Market {
  const tick = gridOf(wire.tickSize);
  const lot = gridOf(wire.lotSize);
  const count = (text: string): number => Number(exact(text, lot.decimals) / lot.step);
  return {
    name: wire.market,
    base: wire.market.split('-')[0] ?? wire.market,
    tick,
    subtick: subGrid(tick),
    lot,
    tickLotValue: tickLotValue(tick, lot),
    minLots: count(wire.minQty),
    maxLots: count(wire.maxQty),
    maxMarketLots: count(wire.maxMarketQty),
    maxPosition: count(wire.maxPosition),
    minNotional: micros(exact(wire.minNotional, 6)),
    bandUp: rate(wire.bandUp),
    bandDown: rate(wire.bandDown),
    maxSlippage: rate(wire.maxSlippage),
    maxLeverage: wire.maxLeverage,
    makerFee: rate(wire.fees?.maker ?? '0'),
    takerFee: rate(wire.fees?.taker ?? '0'),
    tiers: tiersOf(wire.tiers.map((t) => ({ floor: exact(t.floor, 6), initial: exact(t.initialRate, 9), maintenance: exact(t.maintenanceRate, 9) }))),
  };
}

/** Every market as it is told now; one whose terms are what they were stays the same object, and so does a list in which nothing changed. */
export function renewed(list: readonly Market[], wires: readonly MarketWire[]): readonly Market[] {
  const known = new Map(list.map((m) => [m.name, m]));
  const next = wires.map(marketOf).map((m) => {
    const before = known.get(m.name);
    return before !== undefined && textOf(before) === textOf(m) ? before : m;
  });
  return next.length === list.length && next.every((m, i) => m === list[i]) ? list : next;
}

const textOf = (market: Market): string => JSON.stringify(market, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

/** The table with its running sums. */
export function tiersOf(rows: readonly { floor: bigint; initial: bigint; maintenance: bigint }[]): Tier[] {
  const tiers: Tier[] = [];
  for (const row of rows) {
    const below = tiers.at(-1);
    const initialOff = below === undefined ? 0n : below.initialOff + (row.floor * (row.initial - below.initial)) / 1_000_000_000n;
    const maintenanceOff = below === undefined ? 0n : below.maintenanceOff + (row.floor * (row.maintenance - below.maintenance)) / 1_000_000_000n;
    tiers.push({
      floor: micros(row.floor), initial: ppb(row.initial), maintenance: ppb(row.maintenance), initialOff: micros(initialOff), maintenanceOff: micros(maintenanceOff),
    });
  }
  return tiers;
}

function tickLotValue(tick: Grid, lot: Grid): bigint {
  const digits = BigInt(tick.decimals + lot.decimals);
  const value = tick.step * lot.step * 10n ** 6n;
  const scale = 10n ** digits;
  if (value % scale !== 0n) throw new RangeError('tick times lot is no whole millionth of a dollar');
  return value / scale;
}

const rate = (text: string): Ppb => ppb(exact(text, 9));

/** Terms come from the venue itself: a number that does not parse is a fault of this program, not of a user. */
function exact(text: string, decimals: number): bigint {
  const count = parseDecimal(text, decimals);
  if (count === null) throw new RangeError(`not a number of ${String(decimals)} digits: ${text}`);
  return count;
}
