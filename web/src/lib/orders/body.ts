import type { Side } from './side';
import type { Tif, Watch } from './draft';

/** What goes to `POST /orders`, field by field as the API names it. Numbers that are prices, sizes or shares are decimal strings; counts and times are numbers. */
export interface OrderBody {
  readonly type: 'limit' | 'market' | 'stop' | 'takeProfit' | 'trailing' | 'close' | 'scale' | 'twap' | 'reverse' | 'closeAll';
  readonly market?: string;
  readonly side?: Side;
  readonly clientOrderId?: string;
  readonly price?: string;
  readonly qty?: string;
  readonly quoteQty?: string;
  readonly tif?: Tif;
  readonly expireAt?: number;
  readonly postOnly?: true | 'slide';
  readonly reduceOnly?: true;
  readonly display?: string;
  readonly exits?: readonly ExitBody[];
  readonly maxSlippage?: string;
  readonly triggerPrice?: string;
  readonly triggerBy?: Watch;
  readonly percent?: number;
  readonly position?: true;
  readonly allowImmediate?: true;
  readonly callback?: string;
  readonly offset?: string;
  readonly activationPrice?: string;
  readonly fromPrice?: string;
  readonly toPrice?: string;
  readonly count?: number;
  readonly ratio?: string;
  readonly duration?: number;
  readonly interval?: number;
  readonly jitter?: number;
  readonly limitPrice?: string;
}

export interface ExitBody {
  readonly type: 'limit' | 'takeProfit' | 'stop' | 'trailing';
  readonly share?: string;
  readonly price?: string;
  readonly triggerPrice?: string;
  readonly callback?: string;
}

/** A name for an order, made at the first press and used again for every retry, so that it can only be placed once. */
export function newClientOrderId(random: () => string = () => crypto.randomUUID()): string {
  return `web:${random().replaceAll('-', '').slice(0, 24)}`;
}
