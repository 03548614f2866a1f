import { create } from 'zustand';
import { api } from '@/api/client';
import { useSession } from '@/stores/session';
import { closeStanding } from '@/stores/toasts';
import { onAccountStep } from '@/streams/account';

/** How many warnings, liquidations and deleveragings nobody has looked at; beyond `Most` it is only said that there are many. */
export const useAttention = create<{ fresh: number }>(() => ({ fresh: 0 }));

export const Most = 20;
const risks: ReadonlySet<string> = new Set(['marginWarning', 'liquidationStarted', 'liquidationStep', 'backstopTaken', 'adlApplied']);
const keyOf = (accountId: string | null): string => `peregrine.seen.${accountId ?? ''}`;

/** Up to when this browser's person has looked; a first visit begins now, for what was before is no news. */
export const lastSeen = (): number => Number(localStorage.getItem(keyOf(useSession.getState().accountId)) ?? Date.now());

/** Everything up to now was looked at: what floats about it goes. */
export function seeAll(): void {
  localStorage.setItem(keyOf(useSession.getState().accountId), String(Date.now()));
  useAttention.setState({ fresh: 0 });
  closeStanding();
}

/** Counts what comes from now on and, once for each account, what came while nobody was here; called once. */
export function followAttention(): void {
  onAccountStep((events) => {
    const fresh = events.filter((e) => e.topic === 'notifications' && risks.has(e.event)).length;
    if (fresh > 0) useAttention.setState((a) => ({ fresh: Math.min(Most, a.fresh + fresh) }));
  });
  useSession.subscribe((now, before) => {
    if (now.accountId !== before.accountId) void countMissed(now.accountId);
  });
}

async function countMissed(accountId: string | null): Promise<void> {
  useAttention.setState({ fresh: 0 });
  if (accountId === null) return;
  if (localStorage.getItem(keyOf(accountId)) === null) seeAll();
  const query = { from: lastSeen() + 1, limit: Most };
  const ask = (path: string): Promise<number> => api.get<{ rows: { kind?: string }[] }>(path, { query }).then((page) => page.rows.filter((r) => r.kind === undefined || risks.has(r.kind)).length, () => 0);
  const [liquidations, deleveragings] = await Promise.all([ask('/history/liquidations'), ask('/history/adl')]);
  if (useSession.getState().accountId === accountId) useAttention.setState((a) => ({ fresh: Math.min(Most, a.fresh + liquidations + deleveragings) }));
}
