import type { Draft } from '@/lib/orders';
import { editTicket } from '@/stores/ticket';
import { order as text } from '@/text/order';
import { Menu } from '@/ui/Menu';
import { Check, TextInput } from './fields';
import type { OrderOnScreen } from './useOrder';

const rests = new Set<Draft['kind']>(['limit', 'bracket', 'iceberg', 'scale']);
const reduces = new Set<Draft['kind']>(['market', 'limit', 'stop', 'takeProfit', 'trailing', 'iceberg', 'twap', 'scale']);
const waits = new Set<Draft['kind']>(['stop', 'takeProfit', 'trailing']);

/** What an order may and may not do, as far as its type knows it. */
export function Flags({ draft, problem }: { draft: Draft; problem: OrderOnScreen['problem'] }) {
  return (
    <>
      <div className="flags">
        {rests.has(draft.kind) && (
          <label className="check">
            <input type="checkbox" checked={draft.postOnly !== 'off'} onChange={(event) => editTicket({ postOnly: event.target.checked ? 'refuse' : 'off' })} />
            {text.postOnly}
          </label>
        )}
        {reduces.has(draft.kind) && <Check name="reduceOnly" label={text.reduceOnly} />}
        {waits.has(draft.kind) && <Check name="allowImmediate" label={text.allowImmediate} />}
        <div className="grow" />
        {(draft.kind === 'limit' || draft.kind === 'iceberg') && (
          <Menu label={text.tif} choices={(['gtc', 'gtd', 'ioc', 'fok'] as const).map((id) => ({ id, label: `${text.tifs[id]} · ${text.tifWords[id]}` }))} chosen={draft.tif} onChoose={(tif) => editTicket({ tif })}>
            {text.tifs[draft.tif]}
          </Menu>
        )}
      </div>
      {draft.postOnly !== 'off' && rests.has(draft.kind) && (
        <label className="check">
          <input type="checkbox" checked={draft.postOnly === 'slide'} onChange={(event) => editTicket({ postOnly: event.target.checked ? 'slide' : 'refuse' })} />
          {text.slide}
        </label>
      )}
      {draft.tif === 'gtd' && (draft.kind === 'limit' || draft.kind === 'iceberg') && <TextInput name="lasts" label={text.lasts} unit={text.minutesUnit} problem={problem('lasts')} />}
    </>
  );
}
