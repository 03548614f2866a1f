import type { Market } from '../markets/terms';
import { formatSteps, stepsOf } from '../numbers';
import type { OrderBody } from './body';
import type { Draft } from './draft';
import type { Built } from './build';

/** The send button repeats the whole order, so that nobody presses something he has not read. */
export function sendWords({ body, lots }: Built, draft: Draft, market: Market): string {
  const verb = draft.side === 'buy' ? 'Buy' : 'Sell';
  const amount = body.quoteQty === undefined ? `${formatSteps(lots, market.lot)} ${market.base}` : `${body.quoteQty} USDC of ${market.base}`;
  const at = (text: string | undefined): string => (text === undefined ? '' : formatSteps(stepsOf(text, market.tick) ?? 0n, market.tick));
  switch (body.type) {
    case 'market': return `${verb} ${amount} at market`;
    case 'limit': return `${verb} ${amount} at ${at(body.price)}${exitWords(body)}`;
    case 'stop': return `${verb} ${amount} ${thenWords(body, at)} if ${draft.watch} ${draft.side === 'buy' ? 'rises' : 'falls'} to ${at(body.triggerPrice)}`;
    case 'takeProfit': return `${verb} ${amount} ${thenWords(body, at)} if ${draft.watch} ${draft.side === 'buy' ? 'falls' : 'rises'} to ${at(body.triggerPrice)}`;
    case 'trailing': return `${verb} ${amount}, trailing by ${draft.trail}${draft.trailUnit === 'percent' ? '\u2009%' : ''}`;
    case 'twap': return `${verb} ${amount} over ${draft.minutes} min`;
    case 'scale': return `${verb} ${amount} in ${draft.count} orders, ${at(body.fromPrice)} to ${at(body.toPrice)}`;
    case 'close': return `Close ${draft.share}\u2009% at market`;
    case 'reverse': return 'Reverse at market';
    case 'closeAll': return 'Close all positions';
  }
}

const exitWords = ({ exits }: OrderBody): string => (exits === undefined ? '' : `, ${String(exits.length)} ${exits.length === 1 ? 'exit' : 'exits'}`);

const thenWords = (body: OrderBody, at: (text: string | undefined) => string): string => (body.price === undefined ? 'at market' : `at ${at(body.price)}`);
