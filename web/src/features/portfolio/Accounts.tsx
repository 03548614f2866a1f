import { type FormEvent, useState } from 'react';
import { api } from '@/api/client';
import { Answer } from '@/features/common/Answer';
import { Refused } from '@/features/common/Refused';
import { useMoment } from '@/features/common/useMoment';
import { useAct, useRequest } from '@/stores/request';
import { chooseAccount, refreshMe, useSession } from '@/stores/session';
import { toast } from '@/stores/toasts';
import { portfolioText } from '@/text/portfolio';
import { Card } from '@/ui/Card';
import { Field } from '@/ui/Field';
import { WideTable } from '@/ui/WideTable';

interface AccountRow {
  readonly accountId: string;
  readonly isRoot: boolean;
  readonly label: string;
  readonly state: string;
  readonly created: number;
}

const words = portfolioText.accounts;

export function Accounts() {
  const accounts = useRequest<{ accounts: AccountRow[] }>('/accounts');
  return (
    <div className="stack">
      <Card title={words.title}>
        <div className="card-body">
          <p>{words.about}</p>
        </div>
        <Answer of={accounts}>{({ accounts: rows }) => <Table rows={rows} />}</Answer>
      </Card>
      <NewAccount onMade={accounts.again} />
    </div>
  );
}

function Table({ rows }: { rows: readonly AccountRow[] }) {
  const own = useSession((s) => s.accountId);
  const moment = useMoment();
  const use = (row: AccountRow): void => {
    chooseAccount(row.accountId);
    toast({ title: words.using(row.isRoot ? words.main : row.label) });
  };
  return (
    <WideTable label={words.title}>
      <thead>
        <tr>
          <th scope="col">{words.label}</th>
          <th scope="col">{words.number}</th>
          <th scope="col" className="left">{words.state}</th>
          <th scope="col">{words.made}</th>
          <th scope="col"><span className="sr">{words.use}</span></th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.accountId}>
            <th scope="row">{row.isRoot ? words.main : row.label}</th>
            <td>{row.accountId}</td>
            <td className="left">
              <span className={row.state === 'active' ? 'pill ok' : 'pill'}>{row.state}</span>
            </td>
            <td>{moment(row.created)}</td>
            <td>
              {row.accountId === own ? (
                <span className="pill">{words.acts}</span>
              ) : (
                <button type="button" className="btn sm" onClick={() => use(row)}>
                  {words.use}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}

function NewAccount({ onMade }: { onMade: () => void }) {
  const [label, setLabel] = useState('');
  const act = useAct();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isDone = await act.run(async () => {
      await api.post('/accounts', { label });
      await refreshMe();
    });
    if (!isDone) return;
    toast({ title: words.created(label) });
    setLabel('');
    onMade();
  };
  return (
    <Card title={words.make}>
      <form className="card-body" onSubmit={(event) => void send(event)}>
        <div className="fields">
          <Field label={words.label} value={label} required maxLength={40} hint={words.labelHint} onChange={(e) => setLabel(e.target.value)} />
        </div>
        <Refused problem={act.problem} />
        <div className="lineup">
          <button className="btn" disabled={act.isBusy}>
            {words.make}
          </button>
        </div>
      </form>
    </Card>
  );
}
