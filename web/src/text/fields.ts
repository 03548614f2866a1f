import type { Problem, ProblemCode } from '@/lib/orders/problem';

/** Of digits and signs that could be read in two ways. */
export const sayUnclear = (example: string): string => `Not clear which sign is the decimal one. Write it like ${example}`;

/** What the order form says under a field. */
const sentences: Record<ProblemCode, (bound: string) => string> = {
  empty: () => 'Needed',
  unclear: sayUnclear,
  notAPrice: () => 'Not a price. You can also write m, b, a, +5 or -0.5%',
  notASize: () => 'Not a size',
  notANumber: () => 'Not a number',
  notAboveZero: () => 'Must be above zero',
  noReference: () => 'There is no price to reckon from yet',
  noPrice: () => 'There is no price to reckon from yet',
  noMaximum: () => 'The most you can trade is not known yet',
  belowLot: (b) => `The smallest size is ${b}`,
  belowMinimum: (b) => `The smallest size is ${b}`,
  aboveMaximum: (b) => `One order may be at most ${b}`,
  belowNotional: (b) => `The smallest order is ${b} USDC`,
  tooLarge: (b) => `At most ${b}`,
  tooSmall: (b) => `At least ${b}`,
  notWhole: () => 'A whole number',
  wouldTrigger: (b) => `Would fire at once: the mark is ${b}`,
  wrongSide: (b) => `On the wrong side of ${b}`,
  sharesNotWhole: (b) => `The shares come to ${b}\u2009%, not 100\u2009%`,
  twoAtOnePrice: () => 'Two of the orders would share a price',
  notAMultiple: (b) => `Does not divide evenly (${b})`,
};

export const sayProblem = ({ code, bound = '' }: Problem): string => sentences[code](bound);
