import { absOf, type Lots, lots, ONE, parseDecimal, decimalText, readNumber, type Ticks, ticks } from '../numbers';
import type { ExitBody, OrderBody } from './body';
import { type Draft, type Kind, reducesOnly } from './draft';
import { type Context, FieldReader } from './form';
import { Problems, type Problem } from './problem';
import { ladder } from './ladder';

/** An order ready to be sent: its body, and what the form says of it. */
export interface Built {
  readonly body: OrderBody;
  readonly lots: Lots;
  /** The price at which it is reckoned; null of one that trades at whatever is there. */
  readonly price: Ticks | null;
}

export type Outcome = { readonly ok: true; readonly order: Built } | { readonly ok: false; readonly problems: readonly Problem[] };

/** A draft as the API takes it, or everything that is wrong with it at once. */
export function buildOrder(draft: Draft, context: Context): Outcome {
  const problems = new Problems();
  const order = builders[draft.kind](new FieldReader(draft, context, problems));
  return order === null || problems.found.length > 0 ? { ok: false, problems: problems.found } : { ok: true, order };
}

const builders: Record<Kind, (read: FieldReader) => Built | null> = {
  market: buildMarket,
  limit: (read) => buildLimit(read, {}),
  iceberg: buildIceberg,
  bracket: buildBracket,
  stop: (read) => buildTriggered(read, 'stop'),
  takeProfit: (read) => buildTriggered(read, 'takeProfit'),
  trailing: buildTrailing,
  twap: buildTwap,
  scale: buildScale,
  close: buildClose,
};

function buildMarket(read: FieldReader): Built | null {
  const price = likelyPrice(read);
  const size = read.size(price, true);
  const maxSlippage = read.slippage();
  const exits = attachedExits(read, price);
  if (size === null || maxSlippage === null) return null;
  const amount = size.quote === null ? { qty: read.lotsText(size.lots) } : { quoteQty: decimalText(size.quote, 6) };
  return { body: { ...head(read, 'market'), ...amount, maxSlippage, ...reduceOnly(read), ...exits }, lots: size.lots, price: null };
}

function buildLimit(read: FieldReader, more: Partial<OrderBody>): Built | null {
  const price = read.price('price');
  const size = read.size(price, false);
  const exits = more.exits === undefined ? attachedExits(read, price) : {};
  const life = lifeOf(read);
  if (price === null || size === null || life === null) return null;
  return { body: { ...head(read, 'limit'), price: read.ticksText(price), qty: read.lotsText(size.lots), ...life, ...postOnly(read), ...reduceOnly(read), ...exits, ...more }, lots: size.lots, price };
}

function buildIceberg(read: FieldReader): Built | null {
  const size = read.size(read.price('price'), false);
  const { market } = read.context;
  if (size === null) return buildLimit(read, {});
  const least = Math.max(market.minLots, Math.ceil(size.lots / 100));
  const most = BigInt(size.lots) * market.lot.step;
  const show = read.number('show', market.lot.decimals, BigInt(least) * market.lot.step, most);
  if (show === null) return null;
  return show % market.lot.step === 0n ? buildLimit(read, { display: decimalText(show, market.lot.decimals) }) : read.problems.add('show', 'notAMultiple', read.lotsText(1));
}

function buildBracket(read: FieldReader): Built | null {
  const entry = read.price('price');
  if (entry === null) return buildLimit(read, {});
  const exits = [...targets(read, entry), ...protection(read, entry)];
  return exits.length === 0 ? read.problems.add('targets', 'empty') : buildLimit(read, { exits });
}

function targets(read: FieldReader, entry: Ticks): ExitBody[] {
  const typed = read.draft.targets.filter((t) => t.price.trim() !== '');
  const levels: ExitBody[] = [];
  let sum = 0n;
  for (const target of typed) {
    const price = read.exit('targets', target.price, entry, true);
    const share = parseDecimal(readNumber(target.share) ?? '', 7);
    if (share === null || share <= 0n) read.problems.add('targets', 'notANumber');
    if (price === null || share === null) continue;
    sum += share;
    levels.push({ type: 'limit', share: decimalText(share, 9), price: read.ticksText(price) });
  }
  if (typed.length > 0 && sum !== ONE) read.problems.add('targets', 'sharesNotWhole', decimalText(sum, 7));
  return levels;
}

function protection(read: FieldReader, entry: Ticks): ExitBody[] {
  if (read.draft.stopTrail.trim() !== '') {
    const callback = read.fraction('stopTrail', 1_000_000n, 100_000_000n);
    return callback === null ? [] : [{ type: 'trailing', callback }];
  }
  if (read.draft.stopLoss.trim() === '') return [];
  const level = read.exit('stopLoss', read.draft.stopLoss, entry, false);
  return level === null ? [] : [{ type: 'stop', triggerPrice: read.ticksText(level) }];
}

function buildTriggered(read: FieldReader, type: 'stop' | 'takeProfit'): Built | null {
  const { draft } = read;
  const trigger = read.trigger(type);
  const price = draft.places === 'limit' ? read.price('price') : null;
  const size = read.size(price ?? trigger, draft.places === 'market');
  const maxSlippage = draft.places === 'market' ? read.slippage() : null;
  if (trigger === null || size === null || (draft.places === 'limit' ? price === null : maxSlippage === null)) return null;
  const then = price === null ? { maxSlippage: maxSlippage ?? '' } : { price: read.ticksText(price) };
  const early = draft.allowImmediate ? ({ allowImmediate: true } as const) : {};
  const body = { ...head(read, type), triggerPrice: read.ticksText(trigger), triggerBy: draft.watch, ...then, qty: read.lotsText(size.lots), ...reduceOnly(read), ...early };
  return { body, lots: size.lots, price: trigger };
}

function buildTrailing(read: FieldReader): Built | null {
  const { draft } = read;
  const activation = draft.activation.trim() === '' ? undefined : read.price('activation');
  const trail = trailOf(read);
  const size = read.size(activation ?? likelyPrice(read), true);
  if (activation === null || trail === null || size === null) return null;
  const from = activation === undefined ? {} : { activationPrice: read.ticksText(activation) };
  const body = { ...head(read, 'trailing'), ...trail, ...from, triggerBy: draft.watch, qty: read.lotsText(size.lots), ...reduceOnly(read) };
  return { body, lots: size.lots, price: activation ?? null };
}

function trailOf(read: FieldReader): { callback: string } | { offset: string } | null {
  if (read.draft.trailUnit === 'percent') {
    const callback = read.fraction('trail', 1_000_000n, 100_000_000n);
    return callback === null ? null : { callback };
  }
  const offset = offsetOf(read);
  return offset === null ? null : { offset };
}

function offsetOf(read: FieldReader): string | null {
  const { tick } = read.context.market;
  const count = read.number('trail', tick.decimals, tick.step, tick.step * BigInt(read.context.market.maxPosition + 1) * 1_000_000n);
  if (count === null) return null;
  return count % tick.step === 0n ? decimalText(count, tick.decimals) : read.problems.add('trail', 'notAMultiple', decimalText(tick.step, tick.decimals));
}

function buildTwap(read: FieldReader): Built | null {
  const minutes = read.number('minutes', 0, 1n, 7n * 24n * 60n);
  const every = read.number('every', 0, 5n, 86_400n);
  const jitter = every === null ? null : read.number('jitter', 0, 0n, every / 3n);
  if (minutes !== null && every !== null && (minutes * 60n) % every !== 0n) read.problems.add('every', 'notAMultiple', `${minutes} min`);
  if (minutes !== null && every !== null && minutes * 60n < 2n * every) read.problems.add('every', 'tooLarge', decimalText(minutes * 30n, 0));
  const slippage = read.fraction('slippage', 1n, 30_000_000n);
  const limit = read.draft.price.trim() === '' ? undefined : read.price('price');
  const size = read.size(likelyPrice(read), false);
  if (minutes === null || every === null || jitter === null || slippage === null || limit === null || size === null) return null;
  const times = { duration: Number(minutes) * 60_000, interval: Number(every) * 1_000, ...(jitter === 0n ? {} : { jitter: Number(jitter) * 1_000 }) };
  const bound = limit === undefined ? {} : { limitPrice: read.ticksText(limit) };
  return { body: { ...head(read, 'twap'), qty: read.lotsText(size.lots), ...times, maxSlippage: slippage, ...bound, ...reduceOnly(read) }, lots: size.lots, price: limit ?? null };
}

function buildScale(read: FieldReader): Built | null {
  const from = read.price('from');
  const to = read.price('to');
  const count = read.number('count', 0, 2n, 50n);
  const ratio = read.number('ratio', 6, 1n, 1_000_000_000n);
  const size = read.size(from, false);
  if (from === null || to === null || count === null || ratio === null || size === null) return null;
  const steps = ladder(size.lots, from, to, Number(count), ratio);
  if (new Set(steps.map((s) => s.price)).size < steps.length) return read.problems.add('to', 'twoAtOnePrice');
  if (steps.some((s) => s.lots < read.leastLots(s.price))) return read.problems.add('size', 'belowMinimum', `${read.lotsText(read.leastLots(Math.min(from, to)))} each`);
  const prices = { fromPrice: read.ticksText(from), toPrice: read.ticksText(to) };
  const shape = { count: Number(count), qty: read.lotsText(size.lots), ratio: decimalText(ratio, 6) };
  return { body: { ...head(read, 'scale'), ...prices, ...shape, ...postOnly(read), ...reduceOnly(read) }, lots: size.lots, price: from };
}

function buildClose(read: FieldReader): Built | null {
  const percent = read.number('share', 0, 1n, 100n);
  const maxSlippage = read.slippage();
  const held = absOf(BigInt(read.context.position));
  if (percent === null || maxSlippage === null) return null;
  const closed = percent === 100n ? held : (held * percent) / 100n || 1n;
  return { body: { type: 'close', market: read.context.market.name, percent: Number(percent), maxSlippage }, lots: lots(Number(closed)), price: null };
}

const head = (read: FieldReader, type: OrderBody['type']): Pick<OrderBody, 'type' | 'market' | 'side'> => ({ type, market: read.context.market.name, side: read.draft.side });

const reduceOnly = (read: FieldReader): { reduceOnly?: true } => (reducesOnly(read.draft) ? { reduceOnly: true } : {});

const postOnly = ({ draft }: FieldReader): { postOnly?: true | 'slide' } => (draft.postOnly === 'off' ? {} : { postOnly: draft.postOnly === 'slide' ? 'slide' : true });

function lifeOf(read: FieldReader): Pick<OrderBody, 'tif' | 'expireAt'> | null {
  const { draft, context } = read;
  // A bracket's entry rests until it is cancelled; what another type was set to is not shown there and is not meant.
  if (draft.kind === 'bracket') return { tif: 'gtc' };
  if (draft.postOnly !== 'off' && (draft.tif === 'ioc' || draft.tif === 'fok')) return { tif: 'gtc' };
  if (draft.tif !== 'gtd') return { tif: draft.tif };
  const minutes = read.number('lasts', 0, 1n, 90n * 24n * 60n);
  return minutes === null ? null : { tif: 'gtd', expireAt: context.nowMs + Number(minutes) * 60_000 };
}

function attachedExits(read: FieldReader, entry: Ticks | null): { exits?: readonly ExitBody[] } {
  const { takeProfit, stopLoss, reduceOnly: reduces } = read.draft;
  if (entry === null || reduces) return {};
  const exits: ExitBody[] = [];
  if (takeProfit.trim() !== '') {
    const level = read.exit('takeProfit', takeProfit, entry, true);
    if (level !== null) exits.push({ type: 'takeProfit', share: '1', triggerPrice: read.ticksText(level) });
  }
  if (stopLoss.trim() !== '') {
    const level = read.exit('stopLoss', stopLoss, entry, false);
    if (level !== null) exits.push({ type: 'stop', triggerPrice: read.ticksText(level) });
  }
  return exits.length === 0 ? {} : { exits };
}

/** Where an order at market would begin: the best opposite price, or the mark. */
function likelyPrice({ draft, context: { references } }: FieldReader): Ticks | null {
  const best = draft.side === 'buy' ? references.ask : references.bid;
  return best ?? (references.mark === null ? null : ticks(Number(references.mark / 1000n)));
}
