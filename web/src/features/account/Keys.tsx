import { useState } from 'react';
import { api } from '@/api/client';
import { Answer } from '@/features/common/Answer';
import { Refused } from '@/features/common/Refused';
import { useMoment } from '@/features/common/useMoment';
import { useAct, useRequest } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { accountText } from '@/text/account';
import { text } from '@/text/en';
import { Card } from '@/ui/Card';
import { Dialog } from '@/ui/Dialog';
import { Nothing } from '@/ui/Nothing';
import { WideTable } from '@/ui/WideTable';
import { type KeyWire, NewKey } from './NewKey';

const words = accountText.keys;

export function Keys() {
  const keys = useRequest<{ keys: KeyWire[] }>('/keys');
  const [isMaking, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<KeyWire | null>(null);
  return (
    <Card
      title={words.title}
      extra={
        <button type="button" className="btn sm primary" onClick={() => setMaking(true)}>
          {words.make}
        </button>
      }
    >
      <div className="card-body">
        <p>{words.about}</p>
      </div>
      <Answer of={keys}>{({ keys: rows }) => (rows.length === 0 ? <Nothing title={words.none} /> : <KeyTable rows={rows} onRevoke={setRevoked} />)}</Answer>
      {isMaking && <NewKey onClose={() => setMaking(false)} onMade={keys.again} />}
      {revoked && <Revoke of={revoked} onClose={() => setRevoked(null)} onDone={keys.again} />}
    </Card>
  );
}

function KeyTable({ rows, onRevoke }: { rows: readonly KeyWire[]; onRevoke: (key: KeyWire) => void }) {
  const moment = useMoment();
  return (
    <WideTable label={words.title}>
      <thead>
        <tr>
          <th scope="col">{words.label}</th>
          <th scope="col" className="left">{words.scopes}</th>
          <th scope="col" className="left">{words.kind}</th>
          <th scope="col" className="left">{words.state}</th>
          <th scope="col">{words.created}</th>
          <th scope="col">{words.used}</th>
          <th scope="col"><span className="sr">{words.revoke}</span></th>
        </tr>
      </thead>
      <tbody>
        {rows.map((key) => (
          <tr key={key.keyId}>
            <td>{key.label}</td>
            <td className="left">{key.scopes.map((s) => words.scope[s]).join(', ')}</td>
            <td className="left">{key.kind}</td>
            <td className="left">
              <span className={key.state === 'active' ? 'pill ok' : 'pill'}>{key.state}</span>
            </td>
            <td>{moment(key.created)}</td>
            <td>{key.lastUsed === undefined ? words.never : moment(key.lastUsed)}</td>
            <td>
              {key.state === 'active' && (
                <button type="button" className="btn sm" onClick={() => onRevoke(key)}>
                  {words.revoke}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}

function Revoke({ of, onClose, onDone }: { of: KeyWire; onClose: () => void; onDone: () => void }) {
  const act = useAct();
  const revoke = async (): Promise<void> => {
    if (!(await act.run(() => api.delete(`/keys/${of.keyId}`)))) return;
    toast({ title: words.revoked });
    onDone();
    onClose();
  };
  return (
    <Dialog
      title={words.revoke}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {text.back}
          </button>
          <button type="button" className="btn danger" disabled={act.isBusy} onClick={() => void revoke()}>
            {words.revokeAct}
          </button>
        </>
      }
    >
      <p>{words.revokeAsk(of.label)}</p>
      <Refused problem={act.problem} />
    </Dialog>
  );
}
