import { useState } from 'react';
import { PagedTable, type Placed, placeOf } from '@/features/common/PagedTable';
import { useMoment } from '@/features/common/useMoment';
import { markets } from '@/streams/markets';
import { historyText } from '@/text/history';
import { opsText as words } from '@/text/ops';
import { Card } from '@/ui/Card';

interface Row extends Placed {
  readonly kind: string;
  readonly account?: string;
  readonly market?: string;
  readonly body: string;
}

const BodyShown = 48;

/** The engine's own words that are neither orders, trades, money nor risk: changes of state, parameters, prices' standing. */
export function Events() {
  const moment = useMoment();
  const list = markets.use((m) => m.list);
  const [market, setMarket] = useState('');
  const extra = (
    <span className="input pick slim">
      <select aria-label={historyText.market} value={market} onChange={(e) => setMarket(e.target.value)}>
        <option value="">{historyText.all}</option>
        {list.map((m) => (
          <option key={m.name}>{m.name}</option>
        ))}
      </select>
    </span>
  );
  return (
    <Card title={words.events} extra={extra}>
      <PagedTable<Row>
        path="/admin/events"
        query={market === '' ? {} : { market }}
        label={words.events}
        empty={words.noEvents}
        keyOf={placeOf}
        columns={[
          { label: historyText.time, isText: true, render: (r) => moment(r.time) },
          { label: words.command, render: (r) => placeOf(r) },
          { label: words.what, isText: true, render: (r) => r.kind },
          { label: words.market, isText: true, render: (r) => r.market ?? '—' },
          { label: words.account, isText: true, render: (r) => r.account ?? '—' },
          { label: words.body, isText: true, render: (r) => <code title={r.body}>{r.body.length > BodyShown ? `${r.body.slice(0, BodyShown)}…` : r.body}</code> },
        ]}
      />
    </Card>
  );
}
