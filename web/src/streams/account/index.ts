import { api } from '@/api/client';
import type { FillWire } from '@/api/types';
import { useSession } from '@/stores/session';
import { connection, type Frame, type Subscription } from '../connection';
import { createStreamStore } from '../store';
import { type AccountEvent, type AccountFrame, type AccountState, emptyAccount, type PastFill, reduceAccount, Resync, type StepFrame } from './state';

export * from './state';

/** The account that acts, as one sequence. */
export const account = createStreamStore<AccountState>(emptyAccount);

type Listener = (events: readonly AccountEvent[], step: StepFrame) => void;
const listeners = new Set<Listener>();

/** Calls for every step as it comes, unlike the store not once a frame: toasts and sounds want each event. */
export function onAccountStep(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const subscription: Subscription = {
  channel: { ch: 'account', margin: true },
  isPrivate: true,
  resume: (): Record<string, number> => (account.get().seq >= 0 ? { from: account.get().seq } : {}),
  onFrame: take,
  onLost: () => account.set({ ...account.get(), phase: 'lost' }),
};

function take(frame: Frame): void {
  if (frame['account'] !== useSession.getState().accountId) return;
  const told = frame as unknown as AccountFrame;
  const next = reduceAccount(account.get(), told);
  if (next === Resync) {
    account.set({ ...account.get(), seq: -1 });
    connection.resync(subscription);
    return;
  }
  account.set(next);
  if (told.type === 'step') for (const listener of [...listeners]) listener(told.events, told);
}

/** Follows whoever is signed in. */
export function followAccount(): void {
  let shown: string | null = null;
  const change = (accountId: string | null): void => {
    if (accountId === shown) return;
    shown = accountId;
    account.set(accountId === null ? emptyAccount : { ...emptyAccount, phase: 'waiting' });
    if (accountId !== null) void loadFills(accountId);
  };
  connection.subscribe(subscription);
  change(useSession.getState().accountId);
  useSession.subscribe((s) => change(s.accountId));
}

/** What was traded before: the newest as the venue has them at hand, and from history what it no longer has, which after a restart is all. */
async function loadFills(accountId: string): Promise<void> {
  const query = { limit: 100 };
  const [recent, history] = await Promise.all([
    api.get<{ fills: FillWire[] }>('/fills', { query }).then((a) => a.fills, () => []),
    // What changed a position without a trade has a page of its own.
    api.get<{ rows: Partial<PastFill>[] }>('/history/fills', { query }).then((a) => a.rows.filter(isTrade), () => []),
  ]);
  if (useSession.getState().accountId !== accountId) return;
  const now = account.get();
  const byName = new Map([...history, ...recent, ...now.fills].map((f) => [`${f.tradeId}/${f.orderId}`, f]));
  account.set({ ...now, fills: [...byName.values()].sort((one, other) => other.seq - one.seq) });
}

const isTrade = (row: Partial<PastFill>): row is PastFill => row.tradeId !== undefined && row.price !== undefined;
