import { type FormEvent, useState } from 'react';
import { api } from '@/api/client';
import { ConfirmAgain } from '@/features/common/ConfirmAgain';
import { Refused } from '@/features/common/Refused';
import { useAct } from '@/stores/request';
import { chooseAccount, signOut, useSession } from '@/stores/session';
import { toast } from '@/stores/toasts';
import { accountText } from '@/text/account';
import { text } from '@/text/en';
import { entryText } from '@/text/entry';
import { Card } from '@/ui/Card';
import { PasswordField } from './PasswordField';
import { PasswordLength } from './password';

const words = accountText.overview;

export const Overview = () => (
  <div className="stack">
    <Who />
    <Password />
  </div>
);

function Who() {
  const me = useSession((s) => s.me);
  const accountId = useSession((s) => s.accountId);
  return (
    <Card
      title={words.who}
      extra={
        <button type="button" className="btn sm" onClick={() => void signOut()}>
          {text.session.signOut}
        </button>
      }
    >
      <div className="card-body">
        <dl className="facts">
          <dt>{words.email}</dt>
          <dd>
            {me?.email === undefined ? (
              entryText.email.none
            ) : (
              <span className="lineup">
                {me.email} <span className={me.emailConfirmed ? 'pill ok' : 'pill warn'}>{me.emailConfirmed ? entryText.email.confirmed : entryText.email.open}</span>
                {!me.emailConfirmed && <ConfirmAgain />}
              </span>
            )}
          </dd>
          <dt>{words.role}</dt>
          <dd>{me?.role === 'operator' ? words.operator : words.trader}</dd>
          <dt>{words.number}</dt>
          <dd>{me?.personId}</dd>
          <dt>
            <label htmlFor="acting">{words.account}</label>
          </dt>
          <dd>
            <span className="input pick">
              <select id="acting" value={accountId ?? ''} onChange={(e) => chooseAccount(e.target.value)}>
                {me?.accounts?.map((a) => (
                  <option key={a.accountId} value={a.accountId}>
                    {a.isRoot ? words.main : a.label} ({a.accountId})
                  </option>
                ))}
              </select>
            </span>
          </dd>
        </dl>
      </div>
    </Card>
  );
}

function Password() {
  const [now, setNow] = useState('');
  const [next, setNext] = useState('');
  const [wasSent, setSent] = useState(false);
  const act = useAct();
  const left = PasswordLength - next.length;
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSent(true);
    if (left > 0) return;
    if (!(await act.run(() => api.post('/auth/password', { password: now, newPassword: next })))) return;
    [setNow, setNext].forEach((set) => set(''));
    setSent(false);
    toast({ title: words.changed });
  };
  return (
    <Card title={words.password}>
      <form className="card-body" onSubmit={(event) => void send(event)}>
        <p>{words.others}</p>
        <div className="fields">
          <PasswordField label={words.now} autoComplete="current-password" value={now} onChange={setNow} />
          <PasswordField label={words.next} autoComplete="new-password" value={next} onChange={setNext} bad={wasSent && left > 0 ? accountText.doors.short(left) : null} />
        </div>
        <Refused problem={act.problem} />
        <div className="lineup">
          <button className="btn" disabled={act.isBusy}>
            {words.change}
          </button>
        </div>
      </form>
    </Card>
  );
}
