import type { MarketState } from '@/api/types';

/** Where an operator may send a market from each state. The engine has the last word: after a halt it takes only the next step of the way back. */
const moves: Readonly<Record<MarketState, readonly MarketState[]>> = {
  draft: ['preOpen', 'settling'],
  preOpen: ['open', 'settling'],
  open: ['halted', 'reduceOnly', 'postOnly', 'cancelOnly', 'auction', 'settling'],
  reduceOnly: ['open', 'settling'],
  postOnly: ['auction', 'open', 'settling'],
  cancelOnly: ['postOnly', 'open', 'settling'],
  auction: ['open', 'settling'],
  halted: ['cancelOnly', 'settling'],
  settling: [],
  settled: [],
};

export const movesFrom = (state: MarketState): readonly MarketState[] => moves[state];

/** Moves that stop or end trading want the market's name typed. */
export const isGrave = (to: MarketState): boolean => to === 'halted' || to === 'settling';

/** Steps that the way back from a halt does not have. */
export const isShortcut = (from: MarketState, to: MarketState): boolean => to === 'open' && (from === 'cancelOnly' || from === 'postOnly');
