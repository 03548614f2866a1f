import { type FormEvent, useState } from 'react';
import { api } from '@/api/client';
import { Refused } from '@/features/common/Refused';
import { useMoment } from '@/features/common/useMoment';
import { useServerNow } from '@/features/common/useServerNow';
import { formatMoney, parseDecimalDown } from '@/lib/numbers';
import { useAct, useRequest } from '@/stores/request';
import { useOnce } from '@/stores/request-id';
import { toast } from '@/stores/toasts';
import { portfolioText } from '@/text/portfolio';
import { Card } from '@/ui/Card';
import { Field } from '@/ui/Field';
import { SendButton } from '@/ui/OnceButton';
import { AddressBook } from './AddressBook';
import { addressFor, type AddressWire, shortOf } from './addresses';
import { readAmount } from './amount';
import { useAccountModel } from './useAccountModel';

const words = portfolioText.transfers;

interface WithdrawalWire {
  readonly withdrawalId: string;
  readonly asset: string;
  readonly amount: string;
  readonly state: string;
}

interface WithdrawableWire {
  readonly amount: string;
}

/** Money that leaves; nothing is shown where the venue does not offer it. */
export function Withdrawals() {
  const list = useRequest<{ withdrawals: WithdrawalWire[] }>('/withdrawals', { everyMs: 5_000 });
  const book = useRequest<{ addresses: readonly AddressWire[] }>('/withdrawal-addresses');
  if (list.value === null) return null;
  return (
    <>
      <Card title={words.withdraw}>
        <WithdrawForm book={book.value?.addresses ?? []} onDone={list.again} />
        {list.value.withdrawals.length > 0 && <Table rows={list.value.withdrawals} />}
      </Card>
      <AddressBook book={book} />
    </>
  );
}

function WithdrawForm({ book, onDone }: { book: readonly AddressWire[]; onDone: () => void }) {
  const { assets } = useAccountModel();
  const [chosen, setAsset] = useState('');
  const asset = chosen || (assets.find((a) => a.isSettle)?.asset ?? 'USDC');
  const [chosenAddress, setAddress] = useState('');
  const to = addressFor(chosenAddress, book, useServerNow());
  const room = useRequest<WithdrawableWire>('/account/withdrawable', { query: { asset }, everyMs: 5_000 });
  const [typed, setTyped] = useState('');
  const [bad, setBad] = useState<string | null>(null);
  const act = useAct();
  const once = useOnce();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const read = readAmount(typed, assets.find((a) => a.asset === asset)?.decimals ?? 6);
    setBad(read.ok ? null : read.why);
    if (!read.ok || to === null) return;
    const isDone = await act.run(() => once((requestId) => api.post('/withdrawals', { asset, amount: read.text, addressId: to.addressId, requestId }, { signedBy: '/withdrawals/message' })));
    if (!isDone) return;
    setTyped('');
    toast({ title: words.asked(read.text, asset), tone: 'own' });
    onDone();
    room.again();
  };
  const most = room.value === null ? undefined : words.most(formatMoney(parseDecimalDown(room.value.amount, 6) ?? 0n));
  return (
    <form className="card-body" onSubmit={(event) => void send(event)}>
      <p>{words.withdrawLead}</p>
      <div className="fields">
        <div className="field">
          <label htmlFor="leaves">{words.asset}</label>
          <div className="input">
            <select id="leaves" value={asset} onChange={(e) => setAsset(e.target.value)}>
              {assets.map((a) => (
                <option key={a.asset}>{a.asset}</option>
              ))}
            </select>
          </div>
        </div>
        <Field label={words.amount} unit={asset} inputMode="decimal" value={typed} hint={most} bad={bad} onChange={(e) => setTyped(e.target.value)} />
        <AddressPick book={book} to={to} onPick={setAddress} />
      </div>
      <Refused problem={act.problem} />
      <div className="lineup">
        <SendButton className="btn" disabled={act.isBusy || to === null} title={to === null ? words.noAddress : undefined}>
          {words.withdraw}
        </SendButton>
      </div>
    </form>
  );
}

function AddressPick({ book, to, onPick }: { book: readonly AddressWire[]; to: AddressWire | null; onPick: (addressId: string) => void }) {
  const now = useServerNow();
  const moment = useMoment();
  return (
    <div className="field">
      <label htmlFor="leaves-to">{words.address}</label>
      <div className="input">
        <select id="leaves-to" value={to?.addressId ?? ''} onChange={(e) => onPick(e.target.value)}>
          {to === null && <option value="">{words.noAddress}</option>}
          {book.map((a) => (
            <option key={a.addressId} value={a.addressId} disabled={a.usableFrom > now}>
              {`${a.label} (${a.usableFrom > now ? words.from(moment(a.usableFrom)) : shortOf(a.address)})`}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

const Table = ({ rows }: { rows: readonly WithdrawalWire[] }) => (
  <table className="table" aria-label={words.withdrawals}>
    <thead>
      <tr>
        <th scope="col">{words.number}</th>
        <th scope="col">{words.asset}</th>
        <th scope="col">{words.amount}</th>
        <th scope="col" className="left">{words.state}</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((w) => (
        <tr key={w.withdrawalId}>
          <th scope="row">{w.withdrawalId}</th>
          <td>{w.asset}</td>
          <td>{w.amount}</td>
          <td className="left">{words.states[w.state] ?? w.state}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
