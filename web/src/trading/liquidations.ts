import { api } from '@/api/client';
import type { PositionWire } from '@/api/types';
import { account } from '@/streams/account';
import { createStreamStore } from '@/streams/store';

/** What only the engine can tell of a position: liquidation price, next funding, place in the queue of deleveraging. Its stream tells it; a venue whose stream does not is asked. */
const AskEveryMs = 2_000;

export const positionFacts = createStreamStore<ReadonlyMap<string, PositionWire>>(new Map());

let isAsking = false;

async function ask(): Promise<void> {
  const { phase, positions, told } = account.get();
  if (isAsking || told !== null || phase !== 'live' || positions.size === 0 || document.visibilityState === 'hidden') return;
  isAsking = true;
  try {
    const answer = await api.get<{ positions: PositionWire[] }>('/positions');
    positionFacts.set(new Map(answer.positions.map((p) => [p.market, p])));
  } catch {
    // Asked again soon; what was told before is shown until then.
  } finally {
    isAsking = false;
  }
}

/** Begins to follow; called once. */
export function followLiquidations(): void {
  account.subscribe(() => {
    const { told, positions } = account.get();
    if (told !== null && told !== positionFacts.get()) positionFacts.set(told);
    else if (positions.size === 0 && positionFacts.get().size > 0) positionFacts.set(new Map());
  });
  setInterval(() => void ask(), AskEveryMs);
}

/** The engine's liquidation price of a position; a hook. */
export const useLiquidation = (market: string): string | undefined => positionFacts.use((all) => all.get(market)?.liquidationPrice);
