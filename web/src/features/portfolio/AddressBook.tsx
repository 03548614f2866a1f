import { type FormEvent, useState } from 'react';
import { api } from '@/api/client';
import { Answer } from '@/features/common/Answer';
import { Refused } from '@/features/common/Refused';
import { useMoment } from '@/features/common/useMoment';
import { useServerNow } from '@/features/common/useServerNow';
import { type Request, useAct } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { text } from '@/text/en';
import { portfolioText } from '@/text/portfolio';
import { Card } from '@/ui/Card';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Nothing } from '@/ui/Nothing';
import { WideTable } from '@/ui/WideTable';
import type { AddressWire } from './addresses';

const words = portfolioText.transfers;

/** Where money may go, from when, and one more. */
export function AddressBook({ book }: { book: Request<{ addresses: readonly AddressWire[] }> }) {
  const [removing, setRemoving] = useState<AddressWire | null>(null);
  return (
    <Card title={words.book}>
      <div className="card-body">
        <p>{words.bookLead}</p>
      </div>
      <Answer of={book}>{({ addresses }) => (addresses.length === 0 ? <Nothing title={words.bookEmpty} /> : <Rows rows={addresses} onRemove={setRemoving} />)}</Answer>
      <Add onDone={book.again} />
      {removing && <Remove of={removing} onClose={() => setRemoving(null)} onDone={book.again} />}
    </Card>
  );
}

function Rows({ rows, onRemove }: { rows: readonly AddressWire[]; onRemove: (address: AddressWire) => void }) {
  const now = useServerNow();
  const moment = useMoment();
  return (
    <WideTable label={words.book}>
      <thead>
        <tr>
          <th scope="col">{words.label}</th>
          <th scope="col" className="left">{words.mayBeUsed}</th>
          <th scope="col" className="left">{words.solana}</th>
          <th scope="col"><span className="sr">{words.remove}</span></th>
        </tr>
      </thead>
      <tbody>
        {rows.map((a) => (
          <tr key={a.addressId}>
            <td>{a.label}</td>
            <td className="left">{a.usableFrom <= now ? <span className="pill ok">{words.usable}</span> : words.from(moment(a.usableFrom))}</td>
            <td className="left">{a.address}</td>
            <td>
              <button type="button" className="btn sm" aria-label={`${words.remove} ${a.label}`} onClick={() => onRemove(a)}>
                {words.remove}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}

function Add({ onDone }: { onDone: () => void }) {
  const [label, setLabel] = useState('');
  const [address, setAddress] = useState('');
  const act = useAct();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!(await act.run(() => api.post('/withdrawal-addresses', { address: address.trim(), label: label.trim() })))) return;
    toast({ title: words.added(label.trim()), tone: 'own' });
    [setLabel, setAddress].forEach((set) => set(''));
    onDone();
  };
  return (
    <form className="card-body" onSubmit={(event) => void send(event)}>
      <div className="fields">
        <Field label={words.label} value={label} required maxLength={40} hint={words.labelHint} onChange={(e) => setLabel(e.target.value)} />
        <Field label={words.solana} value={address} required maxLength={44} spellCheck={false} autoComplete="off" onChange={(e) => setAddress(e.target.value)} />
      </div>
      <Refused problem={act.problem} />
      <div className="lineup">
        <button className="btn" disabled={act.isBusy}>
          {words.add}
        </button>
      </div>
    </form>
  );
}

function Remove({ of, onClose, onDone }: { of: AddressWire; onClose: () => void; onDone: () => void }) {
  const act = useAct();
  const remove = async (): Promise<void> => {
    if (!(await act.run(() => api.delete(`/withdrawal-addresses/${of.addressId}`)))) return;
    toast({ title: words.removed(of.label) });
    onDone();
    onClose();
  };
  const footer = (
    <>
      <button type="button" className="btn" onClick={onClose}>
        {text.back}
      </button>
      <button type="button" className="btn danger" disabled={act.isBusy} onClick={() => void remove()}>
        {words.removeAct}
      </button>
    </>
  );
  return (
    <Dialog title={words.remove} onClose={onClose} footer={footer}>
      <p>{words.removeAsk(of.label)}</p>
      <Refused problem={act.problem} />
    </Dialog>
  );
}
