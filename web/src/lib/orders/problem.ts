import type { Draft } from './draft';

/** What is wrong with a field, by a name that the text catalogue turns into a sentence, and the number that would do. */
export interface Problem {
  readonly field: keyof Draft;
  readonly code: ProblemCode;
  /** The bound that was missed, spelled for people. */
  readonly bound?: string;
}

export type ProblemCode =
  | 'empty' | 'unclear' | 'notAPrice' | 'notASize' | 'notANumber' | 'notAboveZero' | 'noReference' | 'noPrice' | 'noMaximum' | 'belowLot' | 'belowMinimum' | 'aboveMaximum' | 'belowNotional' | 'tooLarge'
  | 'tooSmall' | 'notWhole' | 'wouldTrigger' | 'wrongSide' | 'sharesNotWhole' | 'twoAtOnePrice' | 'notAMultiple';

/** Collects what is wrong while an order is being put together; a field speaks once. */
export class Problems {
  readonly found: Problem[] = [];

  add(field: keyof Draft, code: ProblemCode, bound?: string): null {
    if (!this.found.some((p) => p.field === field)) this.found.push(bound === undefined ? { field, code } : { field, code, bound });
    return null;
  }
}
