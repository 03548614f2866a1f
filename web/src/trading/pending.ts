import { create } from 'zustand';
import type { Problem } from '@/api/problem';

/** An order on its way, as far as this page knows: shown as a row, never as a fill or a balance. */
export interface Pending {
  readonly id: string;
  readonly market: string;
  readonly words: string;
  readonly sentAt: number;
  readonly state: 'sending' | 'unknown' | 'rejected';
  readonly problem?: Problem;
}

export const usePending = create<{ rows: readonly Pending[] }>(() => ({ rows: [] }));

export const addPending = (row: Pending): void => usePending.setState(({ rows }) => ({ rows: [row, ...rows] }));

export const changePending = (id: string, news: Partial<Pending>): void => usePending.setState(({ rows }) => ({ rows: rows.map((r) => (r.id === id ? { ...r, ...news } : r)) }));

export const dropPending = (id: string): void => usePending.setState(({ rows }) => ({ rows: rows.filter((r) => r.id !== id) }));

/** What an order is being changed to, until the engine's own word comes: the old value stays visible, struck through. */
export interface Amending {
  readonly orderId: string;
  readonly price?: string;
  readonly triggerPrice?: string;
  readonly qty?: string;
}

export const useAmending = create<{ byOrder: ReadonlyMap<string, Amending>; cancelling: ReadonlySet<string> }>(() => ({ byOrder: new Map(), cancelling: new Set() }));

export function setAmending(orderId: string, news: Amending | null): void {
  useAmending.setState(({ byOrder }) => {
    const next = new Map(byOrder);
    if (news) next.set(orderId, news);
    else next.delete(orderId);
    return { byOrder: next };
  });
}

export function setCancelling(orderId: string, isCancelling: boolean): void {
  useAmending.setState(({ cancelling }) => {
    const next = new Set(cancelling);
    if (isCancelling) next.add(orderId);
    else next.delete(orderId);
    return { cancelling: next };
  });
}
