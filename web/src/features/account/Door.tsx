import { type FormEvent, useState } from 'react';
import { Link } from '@/app/Link';
import { go } from '@/app/router';
import { Refused } from '@/features/common/Refused';
import { useAct } from '@/stores/request';
import { signIn, signUp } from '@/stores/session';
import { accountText } from '@/text/account';
import { text } from '@/text/en';
import { Field } from '@/ui/Field';
import { PasswordField } from './PasswordField';
import { PasswordLength } from './password';

/** Signing in, and opening an account, which signs in at once. */
export function Door({ isNew }: { isNew: boolean }) {
  const words = isNew ? accountText.doors.up : accountText.doors.in;
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [wasSent, setSent] = useState(false);
  const act = useAct();
  const left = PasswordLength - password.length;
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSent(true);
    if (isNew && left > 0) return;
    const isIn = await act.run(async () => {
      if (isNew) await signUp(email, password);
      await signIn(email, password);
    });
    if (isIn) go('/trade');
  };
  const isTaken = isNew && act.problem?.code === 'WRONG_CREDENTIALS';
  return (
    <main id="main" tabIndex={-1} className="page">
      <div className="page-inner">
        <form className="card door" onSubmit={(event) => void send(event)} noValidate={false}>
          <div className="card-body">
            <h1>{words.title}</h1>
            {isNew && <p>{accountText.doors.lead}</p>}
            <Field label={text.session.email} type="email" name="email" autoComplete="username" required autoFocus value={email} onChange={(e) => setEmail(e.target.value)} />
            <PasswordField
              label={text.session.password}
              autoComplete={isNew ? 'new-password' : 'current-password'}
              value={password}
              onChange={setPassword}
              hint={isNew ? accountText.doors.length : undefined}
              bad={isNew && wasSent && left > 0 ? accountText.doors.short(left) : null}
            />
            {isTaken ? (
              <p className="note bad" role="alert">
                {accountText.doors.taken}
              </p>
            ) : (
              <Refused problem={act.problem} />
            )}
            <button className="btn primary lg" disabled={act.isBusy}>
              {words.act}
            </button>
            <p>
              {words.other}{' '}
              <Link to={isNew ? '/sign-in' : '/sign-up'} className="link">
                {words.otherAct}
              </Link>
            </p>
            <p className="note">{accountText.doors.kept}</p>
          </div>
        </form>
      </div>
    </main>
  );
}
