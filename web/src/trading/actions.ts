import { api, segment } from '@/api/client';
import { asProblem, type Problem, problemOf, type ProblemWire } from '@/api/problem';
import type { OrderAnswerWire, OrderState, OrderWire } from '@/api/types';
import { newClientOrderId, type OrderBody } from '@/lib/orders';
import { toast } from '@/stores/toasts';
import { markets } from '@/streams/markets';
import { acts } from '@/text/acts';
import { sayRefusal } from '@/text/refusals';
import { addPending, changePending, dropPending, setAmending, setCancelling } from './pending';
import { orderWords } from './words';

const AckLateMs = 3_000;
const RejectedStaysMs = 10_000;
/** When an order whose answer was lost is asked for, after how many milliseconds each. */
const Asks = [500, 1_000, 2_000, 4_000, 8_000];

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const sayProblem = (problem: Problem): string => sayRefusal(problem);

/** What went wrong, as a message that stays. */
export function tellProblem(title: string, thrown: unknown): void {
  toast({ tone: 'bad', title, text: sayProblem(asProblem(thrown)) });
}

/**
 * Sends an order once. Its name is made here, before anything goes out; whatever happens on the way, it is never sent under another.
 * True when the engine has taken it.
 */
export async function placeOrder(body: OrderBody, words: string): Promise<boolean> {
  const id = newClientOrderId();
  const began = performance.now();
  addPending({ id, market: body.market ?? '', words, sentAt: Date.now(), state: 'sending' });
  const late = setTimeout(() => changePending(id, { state: 'unknown' }), AckLateMs);
  try {
    const answer = await api.post<OrderAnswerWire>('/orders', { ...body, clientOrderId: id });
    dropPending(id);
    tellPlaced(words, answer, Math.round(performance.now() - began));
    return true;
  } catch (thrown) {
    const problem = asProblem(thrown);
    if (problem.isUnknown) return await settle(body, id, words);
    reject(id, words, problem);
    return false;
  } finally {
    clearTimeout(late);
  }
}

function tellPlaced(words: string, answer: OrderAnswerWire, tookMs: number): void {
  // What trades at once is told by its fills.
  if (answer.state === 'filled') return;
  const ids = answer.orderId === undefined ? [] : [answer.orderId];
  toast({
    tone: 'own',
    title: words,
    text: answer.duplicate ? acts.duplicate : acts.took(tookMs),
    act: ids[0] === undefined ? undefined : { label: acts.cancelOrder, run: () => void cancelById(ids[0] as string, words) },
  });
}

function reject(id: string, words: string, problem: Problem): void {
  changePending(id, { state: 'rejected', problem });
  setTimeout(() => dropPending(id), RejectedStaysMs);
  toast({ tone: 'bad', title: words, text: sayProblem(problem) });
}

/** The answer was lost: asks for the order until it is found, and never sends it again. */
async function settle(body: OrderBody, id: string, words: string): Promise<boolean> {
  changePending(id, { state: 'unknown' });
  let isAbsent = false;
  for (const ms of Asks) {
    await wait(ms);
    try {
      await ask(body, id);
      dropPending(id);
      toast({ tone: 'own', title: words, text: acts.arrived });
      return true;
    } catch (thrown) {
      // What is on its way may come after the question, and whoever is asked too often says nothing of it: only the last word that there is none counts.
      isAbsent = absent.has(asProblem(thrown).code);
    }
  }
  dropPending(id);
  toast({ tone: 'bad', title: words, text: isAbsent ? acts.notArrived : acts.stillUnknown });
  return false;
}

/**
 * Whether the order is there, by the name it was given. A ladder is no order that could be looked up, but the venue knows the request again: it is asked for
 * as one that came too late, which answers as the first time if it was taken and places nothing if it was not.
 */
const ask = (body: OrderBody, id: string): Promise<unknown> =>
  body.type === 'scale' ? api.post('/orders', { ...body, clientOrderId: id, expiresAt: 1 }) : api.get(`/orders/${segment(`client:${id}`)}`);

const absent: ReadonlySet<string> = new Set(['UNKNOWN_ORDER', 'EXPIRED_REQUEST']);

async function cancelById(orderId: string, words: string, again?: OrderBody): Promise<void> {
  setCancelling(orderId, true);
  try {
    await api.delete(`/orders/${segment(orderId)}`);
    toast({
      title: acts.cancelled(words),
      text: again ? acts.placeAgainNote : undefined,
      act: again ? { label: acts.placeAgain, run: () => void placeOrder(again, words) } : undefined,
    });
  } catch (thrown) {
    tellProblem(acts.notCancelled(words), thrown);
  } finally {
    setCancelling(orderId, false);
  }
}

export const cancelOrder = (order: OrderWire, words: string): Promise<void> => cancelById(order.orderId, words, bodyAgain(order));

/** The same order once more, where it can be told from what is known of it: plain limit orders that hide nothing and have no end. */
export function bodyAgain(order: OrderWire): OrderBody | undefined {
  if (order.type !== 'limit' || order.price === undefined || order.trigger !== undefined || order.groupId !== undefined) return undefined;
  if (order.display !== undefined || order.expireAt !== undefined || order.tif === 'gtd') return undefined;
  return {
    type: 'limit', market: order.market, side: order.side, price: order.price, qty: order.rest, tif: 'gtc',
    ...(order.postOnly ? { postOnly: true } : {}), ...(order.reduceOnly ? { reduceOnly: true } : {}),
  };
}

/** As many as the venue takes in one batch. */
const BatchMost = 50;

interface BatchWire {
  /** `state` is the order's own: cancelling what has ended is no error, and changes nothing. */
  readonly answers: readonly { readonly error?: ProblemWire; readonly state?: OrderState }[];
}

/** Cancels what rests and what waits; protective stops and take-profits of positions stay. What could not be cancelled is told order by order. */
export async function cancelAll(orders: readonly OrderWire[]): Promise<void> {
  const targets = orders.filter((o) => !o.protective && !o.position);
  if (targets.length === 0) return;
  for (const order of targets) setCancelling(order.orderId, true);
  const refused: string[] = [];
  try {
    for (let from = 0; from < targets.length; from += BatchMost) {
      const part = targets.slice(from, from + BatchMost);
      const { answers } = await api.post<BatchWire>('/orders/batch', { commands: part.map((o) => ({ op: 'cancel', id: o.orderId })) });
      refused.push(...answers.flatMap(({ error, state }, i) => (error === undefined && state !== 'filled' ? [] : [acts.leg(wordsOf(part[i]), error === undefined ? acts.filledBefore : sayProblem(problemOf(200, { error })))])));
    }
    const done = targets.length - refused.length;
    const kept = targets.length < orders.length ? [acts.keptStops] : [];
    toast({ tone: refused.length > 0 ? 'bad' : 'plain', title: refused.length > 0 ? acts.cancelledSome(done, targets.length) : acts.cancelledAll(done), text: [...refused, ...kept].join(' ') || undefined });
  } catch (thrown) {
    tellProblem(acts.cancelledAll(0), thrown);
  } finally {
    for (const order of targets) setCancelling(order.orderId, false);
  }
}

function wordsOf(order: OrderWire | undefined): string {
  const market = markets.get().byName.get(order?.market ?? '');
  return order === undefined || market === undefined ? (order?.orderId ?? '') : orderWords(order, market);
}

/** Moves an order's price or trigger; false when the engine refused, and then everything stands where it stood. */
export async function amendOrder(order: OrderWire, news: { price?: string; triggerPrice?: string; qty?: string }, words: string): Promise<boolean> {
  const before = news.price !== undefined ? { price: order.price ?? '' } : news.triggerPrice !== undefined ? { triggerPrice: order.triggerPrice ?? '' } : { qty: order.qty };
  setAmending(order.orderId, { orderId: order.orderId, ...news });
  try {
    await api.patch(`/orders/${segment(order.orderId)}`, { market: order.market, ...news });
    const [from, to] = [Object.values(before)[0] ?? '', Object.values(news)[0] ?? ''];
    toast({ tone: 'own', title: acts.amended(words, from, to), text: acts.amendedNote, act: { label: acts.undo, run: () => void amendOrder({ ...order, ...news }, before, words) } });
    return true;
  } catch (thrown) {
    tellProblem(acts.notAmended(words), thrown);
    return false;
  } finally {
    setAmending(order.orderId, null);
  }
}

export const closePosition = (market: string, percent: number): Promise<boolean> => placeOrder({ type: 'close', market, percent, maxSlippage: '0.01' }, percent === 100 ? acts.closed(market) : `${acts.closed(market)}, ${percent}\u2009%`);

export const reversePosition = (market: string): Promise<boolean> => placeOrder({ type: 'reverse', market, maxSlippage: '0.01' }, acts.reversed(market));

/** Closes every position. It takes no name, so that a lost answer cannot be asked for: what is left shows among the positions, and a second press finds nothing more to close. */
export async function closeEverything(): Promise<void> {
  const words = acts.closed(acts.everything);
  try {
    const { closes } = await api.post<{ closes: number }>('/orders', { type: 'closeAll', maxSlippage: '0.02' });
    toast({ tone: 'own', title: words, text: acts.closes(closes) });
  } catch (thrown) {
    const problem = asProblem(thrown);
    toast({ tone: 'bad', title: words, text: problem.isUnknown ? acts.closesUnknown : sayProblem(problem) });
  }
}

/** Does one of the simple verbs and says what it changed. */
async function verb(path: string, body: object, done: string): Promise<boolean> {
  try {
    await api.post(path, body);
    toast({ tone: 'own', title: done });
    return true;
  } catch (thrown) {
    tellProblem(done, thrown);
    return false;
  }
}

export const setLeverage = (market: string, leverage: number): Promise<boolean> => verb(`/positions/${market}/leverage`, { leverage }, acts.leverage(market, leverage));
export const setMarginMode = (market: string, mode: 'cross' | 'isolated'): Promise<boolean> => verb(`/positions/${market}/margin-mode`, { mode }, acts.mode(market, mode));
export const changeMargin = (market: string, amount: string, isMore: boolean): Promise<boolean> =>
  verb(`/positions/${market}/${isMore ? 'add' : 'remove'}-margin`, { amount }, acts.margin(market, `${isMore ? '+' : '\u2212'}${amount}`));

export const depositPaper = (amount: string): Promise<boolean> => verb('/deposits/paper', { amount, requestId: newClientOrderId() }, acts.deposited(amount));

/** Halts a TWAP between two slices, or lets it go on. */
export const setPaused = (order: OrderWire, isPaused: boolean): Promise<boolean> => verb(`/orders/${segment(order.orderId)}/${isPaused ? 'pause' : 'resume'}`, {}, isPaused ? acts.paused : acts.resumed);
