import type { Market } from '@/lib/markets/terms';
import { type Draft, reducesOnly } from '@/lib/orders';
import { account } from '@/streams/account';
import { link } from '@/streams/connection';
import { markets } from '@/streams/markets';

const shut: ReadonlySet<string> = new Set(['halted', 'cancelOnly', 'settling', 'settled', 'draft']);

/** What keeps the form from sending, by the name of its words. */
export type WhyNot = 'signIn' | 'fund' | 'offline' | 'connecting' | 'halted' | 'liquidating';

/** Why the form can send nothing now; null when it can. It holds for the keyboard as for the button. */
export function useWhyNot(market: Market, draft: Draft, isIn: boolean): WhyNot | null {
  const state = link.use((l) => l.state);
  const phase = account.use((a) => a.phase);
  const isEmpty = account.use((a) => a.figures !== null && Number(a.figures.equity) === 0 && a.positions.size === 0);
  const status = account.use((a) => a.status);
  const isShut = markets.use((m) => shut.has(m.states.get(market.name) ?? 'open'));
  if (!isIn) return 'signIn';
  if (isEmpty) return 'fund';
  if (state !== 'live') return 'offline';
  if (phase === 'waiting') return 'connecting';
  if (isShut) return 'halted';
  return status === 'liquidating' && !reducesOnly(draft) && draft.kind !== 'close' ? 'liquidating' : null;
}
