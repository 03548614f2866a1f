import { api } from '@/api/client';
import type { PositionWire } from '@/api/types';
import { account } from '@/streams/account';
import { createStreamStore } from '@/streams/store';

/** What only the engine can tell of a position: its liquidation price. Asked when positions change, and now and then while there are any. */
const EveryMs = 2_000;
const told = createStreamStore<ReadonlyMap<string, PositionWire>>(new Map());

let isAsking = false;
let shown: unknown = null;

async function ask(): Promise<void> {
  if (isAsking || account.get().phase !== 'live' || document.visibilityState === 'hidden') return;
  isAsking = true;
  try {
    const answer = await api.get<{ positions: PositionWire[] }>('/positions');
    told.set(new Map(answer.positions.map((p) => [p.market, p])));
  } catch {
    // Asked again soon; what was told before is shown until then.
  } finally {
    isAsking = false;
  }
}

/** Begins to follow; called once. */
export function followLiquidations(): void {
  account.subscribe(() => {
    const { positions, figures } = account.get();
    if (shown === positions && figures !== null) return;
    shown = positions;
    if (positions.size === 0) told.set(new Map());
    else void ask();
  });
  setInterval(() => account.get().positions.size > 0 && void ask(), EveryMs);
}

/** The engine's liquidation price of a position; a hook. */
export const useLiquidation = (market: string): string | undefined => told.use((all) => all.get(market)?.liquidationPrice);
export const positionFacts = told;
