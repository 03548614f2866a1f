import { useEffect, useRef, useState } from 'react';
import { api } from '@/api/client';
import { asProblem, type ProblemWire } from '@/api/problem';
import type { FiguresWire, OrderState, Side } from '@/api/types';
import type { OrderBody } from '@/lib/orders';

/** What the engine says an order would do now. */
export interface PreviewWire {
  readonly accepted: boolean;
  readonly error?: ProblemWire;
  readonly needed: string;
  readonly available: string;
  readonly orders: readonly { market: string; side: Side; state: OrderState; limit?: string; qty: string; filled: string; average?: string; notional: string; fee: string; rest: string }[];
  readonly positions: readonly { market: string; mark: string; before: PreviewedFigures; after: PreviewedFigures }[];
  readonly account: { readonly before: FiguresWire; readonly after: FiguresWire };
  readonly room?: { readonly buy: RoomWire; readonly sell: RoomWire };
  readonly asOfSeq: number;
}

export interface PreviewedFigures {
  readonly size: string;
  readonly entry?: string;
  readonly liquidationPrice?: string;
}

export interface RoomWire {
  readonly most: string;
  readonly price: string;
  readonly limit?: string;
}

export interface Previewed {
  readonly preview: PreviewWire | null;
  /** It answers the very body that is asked for; another one's stays until then. */
  readonly isOfThis: boolean;
  /** A newer one is under way for so long that the one shown may mislead. */
  readonly isOld: boolean;
  /** The venue has no such route. */
  readonly isMissing: boolean;
}

const AfterKeyMs = 60;
const EveryMs = 200;
const OldAfterMs = 500;

let isMissing = false;

/** Asks the engine what a body would do: shortly after it changed, when the market moved, and at most five times a second. While it is asked, what it said last stays. */
export function usePreview(body: OrderBody | null, moved: unknown): Previewed {
  const [held, setHeld] = useState<{ readonly of: string; readonly preview: PreviewWire } | null>(null);
  const [isOld, setOld] = useState(false);
  const askedAt = useRef(0);
  const turn = useRef(0);
  const text = body === null ? null : JSON.stringify(body);
  const answered = useRef<string | null>(null);
  useEffect(() => {
    if (text === null || isMissing) {
      setHeld(null);
      return;
    }
    const mine = ++turn.current;
    const isOther = answered.current !== text;
    const old = setTimeout(() => setOld(true), OldAfterMs);
    const ask = setTimeout(() => {
      askedAt.current = Date.now();
      api.post<PreviewWire>('/orders/preview', JSON.parse(text)).then(
        (answer) => {
          if (mine !== turn.current) return;
          clearTimeout(old);
          answered.current = text;
          setHeld({ of: text, preview: answer });
          setOld(false);
        },
        (thrown: unknown) => {
          clearTimeout(old);
          const problem = asProblem(thrown);
          isMissing ||= problem.isMissingRoute || problem.code === 'METHOD_NOT_ALLOWED';
          if (mine === turn.current && isOther) setHeld(null);
        },
      );
    }, Math.max(AfterKeyMs, EveryMs - (Date.now() - askedAt.current)));
    return () => {
      clearTimeout(ask);
      clearTimeout(old);
    };
  }, [text, moved]);
  return { preview: held?.preview ?? null, isOfThis: held !== null && held.of === text, isOld, isMissing };
}

const RoomEveryMs = 2_000;

let isRoomMissing = false;

/** The most either side could trade of this market, at a price or at market: asked when either changes, and every two seconds, for it moves with the mark. */
export function useRoom(market: string, price: string | null, reduceOnly: boolean): { buy: RoomWire; sell: RoomWire } | null {
  const [room, setRoom] = useState<{ buy: RoomWire; sell: RoomWire } | null>(null);
  useEffect(() => {
    if (isRoomMissing || market === '') {
      setRoom(null);
      return;
    }
    let isGone = false;
    const ask = (): void => {
      if (isRoomMissing || document.visibilityState === 'hidden') return;
      api.get<{ buy: RoomWire; sell: RoomWire }>(`/positions/${market}/room`, { query: { ...(price === null ? {} : { price }), ...(reduceOnly ? { reduceOnly } : {}) } }).then(
        (answer) => isGone || setRoom(answer),
        (thrown: unknown) => {
          const problem = asProblem(thrown);
          isRoomMissing ||= problem.isMissingRoute || problem.code === 'METHOD_NOT_ALLOWED';
        },
      );
    };
    const first = setTimeout(ask, AfterKeyMs + EveryMs);
    const again = setInterval(ask, RoomEveryMs);
    return () => {
      isGone = true;
      clearTimeout(first);
      clearInterval(again);
    };
  }, [market, price, reduceOnly]);
  return room;
}
