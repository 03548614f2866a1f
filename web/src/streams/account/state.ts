import type { AccountStatus, BalanceWire, FiguresWire, FillWire, OrderState, OrderWire, PositionWire } from '@/api/types';
import { parseDecimalDown } from '@/lib/numbers';

/** A fill without what its order was at that moment, which history does not tell. */
export type PastFill = Omit<FillWire, 'orderFilled' | 'orderRest'>;

/** Everything an account was told, in the engine's order. */
export interface AccountState {
  readonly phase: 'signedOut' | 'waiting' | 'live' | 'lost';
  readonly seq: number;
  readonly status: AccountStatus;
  readonly feeTier: number;
  readonly orders: ReadonlyMap<string, OrderWire>;
  /** Positions that are open. */
  readonly positions: ReadonlyMap<string, PositionWire>;
  /** Leverage and margin mode by market, where they are not the usual ones. */
  readonly settings: ReadonlyMap<string, Settings>;
  readonly balances: ReadonlyMap<string, BalanceWire>;
  readonly figures: FiguresWire | null;
  /** What follows from positions by the engine's formulas, as its frames of margin tell it; null while they tell nothing. */
  readonly told: ReadonlyMap<string, PositionWire> | null;
  /** Newest first; what was there before comes from `GET /fills`. */
  readonly fills: readonly PastFill[];
  /** Orders that ended since this page was opened, newest first. */
  readonly ended: readonly OrderWire[];
}

/** What an account is worth with the pots of its isolated positions, in millionths; null while the venue has told no figures. */
export function wholeEquity({ figures, told, positions }: AccountState): bigint | null {
  if (figures === null) return null;
  const pots = [...positions.values()].filter((p) => p.mode === 'isolated');
  return pots.reduce((sum, p) => sum + micro(p.isolatedMargin) + micro(told?.get(p.market)?.unrealised), micro(figures.equity));
}

const micro = (text: string | undefined): bigint => parseDecimalDown(text ?? '0', 6) ?? 0n;

export type Settings = Pick<PositionWire, 'leverage' | 'mode'>;

export const emptyAccount: AccountState = {
  phase: 'signedOut', seq: -1, status: 'active', feeTier: 0, orders: new Map(), positions: new Map(), settings: new Map(), balances: new Map(), figures: null, told: null, fills: [], ended: [],
};

export interface AccountEvent {
  readonly topic: 'orders' | 'fills' | 'positions' | 'balances' | 'margin' | 'notifications';
  readonly event: string;
  readonly market?: string;
  readonly order?: OrderWire;
  readonly fill?: FillWire;
  readonly position?: PositionWire;
  readonly balance?: BalanceWire & { change?: string };
  readonly [more: string]: unknown;
}

export interface SnapshotFrame {
  readonly type: 'snapshot';
  readonly seq: number;
  readonly status: AccountStatus;
  readonly feeTier: number;
  readonly orders: readonly OrderWire[];
  readonly positions: readonly PositionWire[];
  readonly balances: readonly BalanceWire[];
}

export interface StepFrame {
  readonly type: 'step';
  readonly seq: number;
  readonly prev: number;
  readonly t: number;
  readonly events: readonly AccountEvent[];
}

export interface MarginFrame extends FiguresWire {
  readonly type: 'margin';
  readonly asOfSeq: number;
  readonly positions?: readonly PositionWire[];
}

/** What happened while nobody listened, before the steps that tell it. */
export interface AwayFrame {
  readonly type: 'away';
  readonly fills?: number;
  readonly fundings?: number;
  readonly warnings?: number;
  readonly liquidations?: number;
}

export type AccountFrame = SnapshotFrame | StepFrame | MarginFrame | AwayFrame | { readonly type: 'gone' };

/** There is a hole before this frame: ask for a snapshot. */
export const Resync = Symbol('resync');

const FillsMost = 500;
const EndedMost = 200;
const over: ReadonlySet<OrderState> = new Set(['filled', 'cancelled', 'expired', 'rejected']);

export const hasEnded = (order: OrderWire): boolean => over.has(order.state);

export function reduceAccount(state: AccountState, frame: AccountFrame): AccountState | typeof Resync {
  switch (frame.type) {
    case 'snapshot':
      return {
        ...state,
        phase: 'live',
        seq: frame.seq,
        status: frame.status,
        feeTier: frame.feeTier,
        orders: new Map(frame.orders.filter((o) => !hasEnded(o)).map((o) => [o.orderId, o])),
        positions: new Map(frame.positions.filter((p) => Number(p.size) !== 0).map((p) => [p.market, p])),
        settings: new Map(frame.positions.map((p) => [p.market, settingsOf(p)])),
        balances: new Map(frame.balances.map((b) => [b.asset, b])),
      };
    case 'step':
      return frame.prev === state.seq ? { ...step(state, frame.events), phase: 'live', seq: frame.seq } : Resync;
    case 'margin':
      return { ...state, figures: frame, told: frame.positions === undefined ? state.told : new Map(frame.positions.map((p) => [p.market, p])) };
    case 'away':
    case 'gone':
      // Steps or a snapshot follow by themselves.
      return state;
  }
}

function step(state: AccountState, events: readonly AccountEvent[]): AccountState {
  let { orders, positions, settings, balances, fills, ended } = state;
  for (const event of events) {
    if (event.order) [orders, ended] = withOrder(orders, ended, event.order);
    if (event.fill) fills = [event.fill, ...fills.filter((f) => f.tradeId !== event.fill?.tradeId || f.orderId !== event.fill.orderId)].slice(0, FillsMost);
    if (event.position) {
      positions = withPosition(positions, event.position);
      settings = new Map(settings).set(event.position.market, settingsOf(event.position));
    }
    if (event.balance) balances = new Map(balances).set(event.balance.asset, event.balance);
  }
  return { ...state, orders, positions, settings, balances, fills, ended };
}

function withOrder(orders: ReadonlyMap<string, OrderWire>, ended: readonly OrderWire[], order: OrderWire): [ReadonlyMap<string, OrderWire>, readonly OrderWire[]] {
  const next = new Map(orders);
  if (!hasEnded(order)) return [next.set(order.orderId, order), ended];
  next.delete(order.orderId);
  return [next, [order, ...ended.filter((o) => o.orderId !== order.orderId)].slice(0, EndedMost)];
}

function withPosition(positions: ReadonlyMap<string, PositionWire>, position: PositionWire): ReadonlyMap<string, PositionWire> {
  const next = new Map(positions);
  if (Number(position.size) === 0) next.delete(position.market);
  else next.set(position.market, { ...next.get(position.market), ...position });
  return next;
}

const settingsOf = ({ leverage, mode }: PositionWire): Settings => ({ leverage, mode });

const UsualLeverage = 10;

/** The leverage and mode an order in a market would have. */
export const settingsIn = (state: AccountState, market: string, maxLeverage: number): Settings => state.settings.get(market) ?? usual(Math.min(UsualLeverage, maxLeverage));

const usuals = new Map<number, Settings>();

// The same object each time, so that selectors see no change where there is none.
function usual(leverage: number): Settings {
  const found = usuals.get(leverage) ?? { leverage, mode: 'cross' };
  usuals.set(leverage, found);
  return found;
}
