import type { Market } from '@/lib/markets/terms';
import { type Draft, reducesOnly } from '@/lib/orders';
import { account } from '@/streams/account';
import { link } from '@/streams/connection';
import { markets } from '@/streams/markets';
import { order as text } from '@/text/order';

const shut: ReadonlySet<string> = new Set(['halted', 'cancelOnly', 'settling', 'settled', 'draft']);

/** Why the form can send nothing now, in the words of its button; null when it can. It holds for the keyboard as for the button. */
export function useWhyNot(market: Market, draft: Draft, isIn: boolean): string | null {
  const state = link.use((l) => l.state);
  const phase = account.use((a) => a.phase);
  const isEmpty = account.use((a) => a.figures !== null && Number(a.figures.equity) === 0 && a.positions.size === 0);
  const status = account.use((a) => a.status);
  const isShut = markets.use((m) => shut.has(m.states.get(market.name) ?? 'open'));
  if (!isIn) return text.send.signIn;
  if (isEmpty) return text.send.fund;
  if (state !== 'live') return text.send.offline;
  if (phase === 'waiting') return text.send.connecting;
  if (isShut) return text.send.halted;
  return status === 'liquidating' && !reducesOnly(draft) && draft.kind !== 'close' ? text.send.liquidating : null;
}
