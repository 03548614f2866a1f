import { useMemo } from 'react';
import { buildOrder, type Context, type Draft, type Outcome, type Problem, reducesOnly, type References } from '@/lib/orders';
import type { Market } from '@/lib/markets/terms';
import { lots, readNumber, stepsOf, type Lots } from '@/lib/numbers';
import { useTicket } from '@/stores/ticket';
import { account } from '@/streams/account';
import { bookOf } from '@/streams/book';
import { markets } from '@/streams/markets';
import { useSharedValue } from '@/streams/shared';
import { type Previewed, usePreview, useRoom } from '@/trading/preview';
import { subticksOf } from '@/ui/numbers';

export interface OrderOnScreen extends Previewed {
  readonly draft: Draft;
  readonly outcome: Outcome;
  readonly references: References;
  /** The most this side can trade now; null while the engine has not said. */
  readonly most: Lots | null;
  /** The price the size is reckoned at, in ticks. */
  readonly price: number | null;
  problem(field: keyof Draft): Problem | undefined;
}

/** The draft as an order: what it would send, what is wrong with it, and what the engine says of it. */
export function useOrder(market: Market, isSignedIn: boolean): OrderOnScreen {
  const draft = useTicket((t) => t.draft);
  const markText = markets.use((m) => m.tickers.get(market.name)?.mark);
  const bid = useSharedValue(bookOf, market, (s) => s.book.bids[0]?.price ?? null);
  const ask = useSharedValue(bookOf, market, (s) => s.book.asks[0]?.price ?? null);
  const sizeText = account.use((a) => a.positions.get(market.name)?.size ?? '0');
  const references = useMemo((): References => ({ mark: subticksOf(markText, market), bid, ask }), [markText, market, bid, ask]);
  const priceTyped = readNumber(draft.price);
  const limitText = draft.kind === 'limit' ? priceTyped : null;
  const room = useRoom(isSignedIn ? market.name : '', limitText, reducesOnly(draft));
  const most = useMemo(() => {
    const told = room?.[draft.side].most;
    const count = told === undefined ? null : stepsOf(told, market.lot);
    return count === null ? null : lots(Number(count));
  }, [room, draft.side, market]);
  const context = useMemo((): Context => ({ market, references, most, position: lots(Number(stepsOf(sizeText, market.lot) ?? 0n)), nowMs: Date.now() }), [market, references, most, sizeText]);
  const outcome = useMemo(() => buildOrder(draft, context), [draft, context]);
  const previewed = usePreview(isSignedIn && outcome.ok ? outcome.order.body : null, markText);
  const problems = outcome.ok ? [] : outcome.problems;
  const taker = draft.side === 'buy' ? ask : bid;
  const typed = stepsOf(priceTyped ?? '', market.tick);
  return {
    draft,
    outcome,
    references,
    most,
    price: (draft.kind === 'limit' || draft.kind === 'bracket' || draft.kind === 'iceberg') && typed !== null ? Number(typed) : (taker ?? (references.mark === null ? null : Number(references.mark / 1000n))),
    problem: (field) => problems.find((p) => p.field === field),
    ...previewed,
  };
}
