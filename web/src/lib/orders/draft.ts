import type { Side } from './side';

export type Kind = 'market' | 'limit' | 'stop' | 'takeProfit' | 'trailing' | 'bracket' | 'iceberg' | 'twap' | 'scale' | 'close';
export type Watch = 'mark' | 'last' | 'index';
export type SizeUnit = 'base' | 'quote' | 'percent';
export type Tif = 'gtc' | 'gtd' | 'ioc' | 'fok';

/** A level of a bracket that takes profit: at a limit, with its share of the whole in percent. */
export interface TargetDraft {
  readonly price: string;
  readonly share: string;
}

/** The order form as typed: every field a text, so that nothing is lost while somebody writes or changes the type. */
export interface Draft {
  readonly kind: Kind;
  readonly side: Side;
  readonly size: string;
  readonly sizeUnit: SizeUnit;
  readonly price: string;
  readonly slippage: string;
  readonly tif: Tif;
  /** Minutes from now, of an order with an end. */
  readonly lasts: string;
  readonly postOnly: 'off' | 'refuse' | 'slide';
  readonly reduceOnly: boolean;
  readonly trigger: string;
  readonly watch: Watch;
  /** What a trigger places: at market, or a limit at `price`. */
  readonly places: 'market' | 'limit';
  readonly allowImmediate: boolean;
  readonly trail: string;
  readonly trailUnit: 'percent' | 'price';
  readonly activation: string;
  readonly show: string;
  readonly minutes: string;
  readonly every: string;
  readonly jitter: string;
  readonly from: string;
  readonly to: string;
  readonly count: string;
  readonly ratio: string;
  readonly share: string;
  /** Attached exits of a plain order, and the levels of a bracket. */
  readonly takeProfit: string;
  readonly stopLoss: string;
  readonly targets: readonly TargetDraft[];
  readonly stopTrail: string;
}

/** Whether it only reduces, of a type that can say so: a bracket opens what its exits close. */
export const reducesOnly = ({ kind, reduceOnly }: Draft): boolean => reduceOnly && kind !== 'bracket';

export const emptyDraft: Draft = {
  kind: 'limit', side: 'buy', size: '', sizeUnit: 'base', price: '', slippage: '0.5', tif: 'gtc', lasts: '60', postOnly: 'off', reduceOnly: false, trigger: '', watch: 'mark',
  places: 'market', allowImmediate: false, trail: '1', trailUnit: 'percent', activation: '', show: '', minutes: '30', every: '30', jitter: '0', from: '', to: '', count: '5', ratio: '1',
  share: '100', takeProfit: '', stopLoss: '', targets: [{ price: '', share: '100' }], stopTrail: '',
};
