/** What comes over the wire, as docs/api/native.md has it. Money, prices and quantities are decimal strings: they become integers in `lib/numbers`, never floats. */
export type { MarketWire, TierWire } from '@/lib/markets/terms';

export type Side = 'buy' | 'sell';

export interface StatusWire {
  state: 'running' | 'readOnly' | 'starting';
  why?: string;
  seq: number;
  time: number;
  version: string;
  rulesVersion: number;
  paper: boolean;
  prices: string;
  /** What of it all no human does. */
  simulated?: { prices: boolean; agents: boolean };
}

export type MarketState = 'draft' | 'preOpen' | 'open' | 'postOnly' | 'reduceOnly' | 'cancelOnly' | 'auction' | 'halted' | 'settling' | 'settled';
export type PriceState = 'fresh' | 'suspect' | 'stale' | 'dead';

export interface TickerWire {
  market: string;
  state: MarketState;
  last?: string;
  bid?: string;
  bidQty?: string;
  ask?: string;
  askQty?: string;
  mark?: string;
  index?: string;
  priceState: PriceState;
  trades24h: number;
  volume24h: string;
  quoteVolume24h: string;
  open24h?: string;
  high24h?: string;
  low24h?: string;
  change24h?: string;
  openInterest: string;
  asOfSeq: number;
  time: number;
}

export interface TradeWire {
  tradeId: string;
  price: string;
  qty: string;
  side: Side;
  reason: FillReason;
  time: number;
  seq: number;
}

export type FillReason = 'user' | 'trigger' | 'twap' | 'liquidation' | 'backstop' | 'adl' | 'settlement' | 'jit';
export type OrderState = 'new' | 'pendingTrigger' | 'pendingAuction' | 'inactive' | 'live' | 'partiallyFilled' | 'filled' | 'cancelled' | 'expired' | 'rejected';
export type TriggerRef = 'mark' | 'index' | 'last';

export interface OrderWire {
  orderId: string;
  clientOrderId?: string;
  groupId?: string;
  market: string;
  type: 'limit' | 'market' | 'closePosition' | 'twap';
  side: Side;
  state: OrderState;
  tif: 'gtc' | 'gtd' | 'ioc' | 'fok';
  price?: string;
  qty: string;
  filled: string;
  rest: string;
  display?: string;
  expireAt?: number;
  label?: number;
  postOnly?: boolean;
  reduceOnly?: boolean;
  position?: boolean;
  oco?: boolean;
  protective?: boolean;
  trigger?: 'stop' | 'takeProfit' | 'trailing';
  triggerBy?: TriggerRef;
  triggerPrice?: string;
  activationPrice?: string;
  callback?: string;
  offset?: string;
  worstPrice?: string;
  hasFired?: boolean;
  paused?: boolean;
  reason?: string;
  code?: string;
}

export interface FillWire {
  tradeId: string;
  orderId: string;
  clientOrderId?: string;
  market: string;
  side: Side;
  price: string;
  qty: string;
  isMaker: boolean;
  fee: string;
  builderFee?: string;
  realised: string;
  reason: FillReason;
  orderFilled: string;
  orderRest: string;
  label?: number;
  time: number;
  seq: number;
}

export interface PositionWire {
  market: string;
  size: string;
  entry?: string;
  cost: string;
  mode: 'cross' | 'isolated';
  leverage: number;
  isolatedMargin?: string;
  realised: string;
  fees: string;
  fundingPaid?: string;
  /** By the engine's formulas: in answers of `GET /positions` and in frames of margin. */
  mark?: string;
  unrealised?: string;
  liquidationPrice?: string;
  maintenanceMargin?: string;
  nextFunding?: string;
  nextFundingAt?: number;
  adl?: { rank: number; of: number; percentile: number };
}

export interface FundingWire {
  market: string;
  on: boolean;
  rate?: string;
  predictedRate?: string;
  nextAt?: number;
}

export interface BalanceWire {
  asset: string;
  balance: string;
  counted?: string;
  price?: string;
}

/** The figures of an account that move with marks. */
export interface FiguresWire {
  equity: string;
  equityForNewRisk: string;
  equityForWithdrawal: string;
  initialMargin: string;
  maintenanceMargin: string;
  positionNotional: string;
  available: string;
  withdrawable: string;
  marginRatio: string;
}

export type AccountStatus = 'active' | 'reduceOnly' | 'liquidating' | 'closed';

export interface AccountWire extends FiguresWire {
  accountId: string;
  rootId: string;
  status: AccountStatus;
  feeTier: number;
  cash: string;
  asOfSeq: number;
}

export interface MeWire {
  accountId: string;
  keyId: number;
  actions: string[];
  personId?: string;
  email?: string;
  emailConfirmed?: boolean;
  role?: 'trader' | 'operator' | 'auditor' | 'securityOfficer';
  accounts?: { accountId: string; isRoot: boolean; label: string; state: string; created: number }[];
}

export interface SecondFactorWire {
  readonly on: boolean;
  readonly since?: number;
  readonly recoveryCodesLeft: number;
  /** A linked wallet signs in place of a code. */
  readonly wallet: boolean;
  /** When an app that was set up is turned on, unless it is stopped. */
  readonly waitsUntil?: number;
  /** When the venue takes off what it was told is lost, unless it is stopped. */
  readonly resetAt?: number;
  readonly resetOf?: 'secondFactor' | 'waysIn';
  /** By what it is shown anew whose the session is: password, wallet, google, gitHub. */
  readonly freshBy: readonly string[];
}

export interface SignedInWire {
  accessToken: string;
  expiresIn: number;
  refreshToken?: string;
  sessionId: string;
  accountId?: string;
}

/** A sign-in of any kind is answered with a session, or with what the second factor is shown to. */
export type SignInWire = SignedInWire | { next: 'code'; challenge: string };

/** What placing, amending and cancelling answer. */
export interface OrderAnswerWire {
  orderId?: string;
  clientOrderId?: string;
  groupId?: string;
  orders?: { orderId: string; clientOrderId?: string }[];
  state?: OrderState;
  filled?: string;
  closes?: number;
  duplicate?: boolean;
  seq: number;
  time: number;
}
