import type { Market } from '../markets/terms';
import { absOf, ceilDiv, decimalText, exampleNumber, formatMoney, formatSteps, isUnclear, parseDecimal, readNumber, SUB, stepsText, type Lots, type Ticks } from '../numbers';
import type { Draft } from './draft';
import { readPrice, type References } from './price-field';
import type { Problem, ProblemCode, Problems } from './problem';
import { opposite, type Side } from './side';
import { readSize } from './size-field';

/** What an order is judged against while it is typed. The engine has the last word. */
export interface Context {
  readonly market: Market;
  readonly references: References;
  /** The most this side can trade now, as the engine said; null while it has not. */
  readonly most: Lots | null;
  /** The position, signed. */
  readonly position: Lots;
  readonly nowMs: number;
}

/** Reads one draft's fields, remembering what is wrong with them. */
export class FieldReader {
  readonly draft: Draft;
  readonly context: Context;
  readonly problems: Problems;

  constructor(draft: Draft, context: Context, problems: Problems) {
    this.draft = draft;
    this.context = context;
    this.problems = problems;
  }

  price(field: 'price' | 'trigger' | 'activation' | 'from' | 'to' | 'takeProfit' | 'stopLoss', side: Side = this.draft.side): Ticks | null {
    return this.priceText(field, this.draft[field], side);
  }

  priceText(field: Problem['field'], text: string, side: Side): Ticks | null {
    const read = readPrice(text, this.context.market, side, this.context.references);
    return read.ok ? read.ticks : this.problems.add(field, read.why, read.why === 'unclear' ? exampleNumber() : undefined);
  }

  /** The size in lots, and the money it was given in where that is how it goes out. */
  size(price: number | null, isAtMarket: boolean): { lots: Lots; quote: bigint | null } | null {
    const { draft, context } = this;
    const read = readSize(draft.size, draft.sizeUnit, context.market, { price, most: context.most });
    if (!read.ok) return this.problems.add('size', read.why, read.why === 'belowLot' ? this.lotsText(context.market.minLots) : read.why === 'unclear' ? exampleNumber() : undefined);
    const bad = this.sizeProblem(read.lots, price, isAtMarket);
    return bad === null ? { lots: read.lots, quote: read.quote } : this.problems.add('size', bad.code, bad.bound);
  }

  /** The smallest size that is taken at a price, which the form offers as a button. */
  leastLots(price: number | null): number {
    const { market } = this.context;
    if (price === null || price <= 0) return market.minLots;
    return Math.max(market.minLots, Number(ceilDiv(market.minNotional, BigInt(price) * market.tickLotValue)));
  }

  private sizeProblem(size: Lots, price: number | null, isAtMarket: boolean): { code: ProblemCode; bound: string } | null {
    const { market } = this.context;
    const most = isAtMarket ? market.maxMarketLots : market.maxLots;
    if (size > most) return { code: 'aboveMaximum', bound: this.lotsText(most) };
    if (this.closesAll(size)) return null;
    const least = this.leastLots(price);
    if (size >= least) return null;
    return least > market.minLots
      ? { code: 'belowNotional', bound: `${this.lotsText(least)}, worth ${formatMoney(market.minNotional)}` }
      : { code: 'belowMinimum', bound: this.lotsText(least) };
  }

  // What brings a position to nothing is taken however small it is.
  private closesAll(size: Lots): boolean {
    const { position } = this.context;
    return this.draft.reduceOnly && size === Number(absOf(BigInt(position))) && (this.draft.side === 'sell') === position > 0;
  }

  /** A number between two bounds, as a count of 10⁻ᵈᵉᶜⁱᵐᵃˡˢ. */
  number(field: Problem['field'], decimals: number, least: bigint, most: bigint): bigint | null {
    const text = String(this.draft[field]).trim();
    if (text === '') return this.problems.add(field, 'empty');
    if (isUnclear(text)) return this.problems.add(field, 'unclear', exampleNumber());
    const count = parseDecimal(readNumber(text) ?? text, decimals);
    if (count === null) return this.problems.add(field, decimals === 0 ? 'notWhole' : 'notANumber');
    if (count < least) return this.problems.add(field, 'tooSmall', decimalText(least, decimals));
    return count > most ? this.problems.add(field, 'tooLarge', decimalText(most, decimals)) : count;
  }

  /** Percent as typed, as the fraction the API takes. */
  fraction(field: Problem['field'], least: bigint, most: bigint): string | null {
    const percent = this.number(field, 7, least, most);
    return percent === null ? null : decimalText(percent, 9);
  }

  /** The bound of a market order's slippage. */
  slippage(): string | null {
    return this.fraction('slippage', 1n, this.context.market.maxSlippage);
  }

  /** Where the trigger of the draft would stand, refused where it would fire at once unless that is wanted. */
  trigger(kind: 'stop' | 'takeProfit'): Ticks | null {
    const level = this.price('trigger', opposite(this.draft.side));
    const { mark } = this.context.references;
    if (level === null || mark === null || this.draft.watch !== 'mark' || this.draft.allowImmediate) return level;
    const firesAbove = (kind === 'stop') === (this.draft.side === 'buy');
    const holds = firesAbove ? mark >= BigInt(level) * SUB : mark <= BigInt(level) * SUB;
    return holds ? this.problems.add('trigger', 'wouldTrigger', formatSteps(mark, this.context.market.subtick, { digits: this.context.market.tick.decimals })) : level;
  }

  /** An exit's level, which must lie on its side of where the position begins. */
  exit(field: 'takeProfit' | 'stopLoss' | 'targets', text: string, entry: Ticks, takesProfit: boolean): Ticks | null {
    const level = this.priceText(field, text, opposite(this.draft.side));
    if (level === null) return null;
    const isAbove = (this.draft.side === 'buy') === takesProfit;
    return isAbove ? (level > entry ? level : this.wrongSide(field, entry)) : level < entry ? level : this.wrongSide(field, entry);
  }

  private wrongSide(field: Problem['field'], entry: Ticks): null {
    return this.problems.add(field, 'wrongSide', formatSteps(entry, this.context.market.tick));
  }

  ticksText(price: Ticks): string {
    return stepsText(price, this.context.market.tick);
  }

  lotsText(count: number): string {
    return stepsText(count, this.context.market.lot);
  }
}
