import type { MarketState, PriceState } from '@/api/types';
import { marketsText as words } from '@/text/markets';

/** How a market stands, in a word; the worse of its state and its price's. */
export function StateChip({ state, prices }: { state: MarketState; prices: PriceState }) {
  if (state !== 'open') return <span className="pill warn" title={words.allows[state]}>{words.states[state]}</span>;
  if (prices !== 'fresh') return <span className="pill warn" title={words.priceAllows[prices]}>{words.prices[prices]}</span>;
  return <span className="pill ok" title={words.allows.open}>{words.states.open}</span>;
}
