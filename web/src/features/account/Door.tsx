import { type FormEvent, useState } from 'react';
import { Link } from '@/app/Link';
import { go } from '@/app/router';
import { Refused } from '@/features/common/Refused';
import { useAct } from '@/stores/request';
import { type Challenge, signIn, signOut, signUp, useSession } from '@/stores/session';
import { accountText } from '@/text/account';
import { text } from '@/text/en';
import { entryText } from '@/text/entry';
import { Field } from '@/ui/Field';
import { CodeStep } from './CodeStep';
import { DoorFrame } from './DoorFrame';
import { PasswordField } from './PasswordField';
import { PasswordLength } from './password';
import { Ways } from './Ways';

/** Signing in, and opening an account, which signs in at once; then the second factor of whoever has one. */
export function Door({ isNew }: { isNew: boolean }) {
  const words = isNew ? accountText.doors.up : accountText.doors.in;
  const [challenge, setChallenge] = useState<Challenge>(null);
  const email = useSession((s) => (s.status === 'in' ? (s.me?.email ?? '') : null));
  if (email !== null) return <AlreadyIn email={email} />;
  if (challenge !== null) return <CodeStep challenge={challenge} onRestart={() => setChallenge(null)} />;
  const entered = (asked: Challenge): void => (asked === null ? go('/trade') : setChallenge(asked));
  return (
    <DoorFrame title={words.title}>
      {isNew && <p>{accountText.doors.lead}</p>}
      <Credentials isNew={isNew} onEntered={entered} />
      <Ways onEntered={entered} />
      <p>
        {words.other}{' '}
        <Link to={isNew ? '/sign-in' : '/sign-up'} className="link">
          {words.otherAct}
        </Link>
      </p>
      <p className="note">{accountText.doors.kept}</p>
    </DoorFrame>
  );
}

/** Whoever is in needs no door: another form here would only raise the question which account it is for. */
const AlreadyIn = ({ email }: { email: string }) => (
  <DoorFrame title={accountText.doors.already}>
    <p>{accountText.doors.as(email)}</p>
    <div className="lineup">
      <Link to="/trade" className="btn primary">
        {accountText.doors.trade}
      </Link>
      <button type="button" className="btn" onClick={() => void signOut()}>
        {accountText.doors.out}
      </button>
    </div>
  </DoorFrame>
);

function Credentials({ isNew, onEntered }: { isNew: boolean; onEntered: (challenge: Challenge) => void }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [wasSent, setSent] = useState(false);
  const act = useAct();
  const left = PasswordLength - password.length;
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSent(true);
    if (isNew && left > 0) return;
    await act.run(async () => {
      if (isNew) await signUp(email, password);
      onEntered(await signIn(email, password));
    });
  };
  return (
    <form className="stack" onSubmit={(event) => void send(event)} noValidate={false}>
      <Field label={text.session.email} type="email" name="email" autoComplete="username" required autoFocus value={email} onChange={(e) => setEmail(e.target.value)} />
      <PasswordField
        label={text.session.password}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        value={password}
        onChange={setPassword}
        hint={isNew ? accountText.doors.length : undefined}
        bad={isNew && wasSent && left > 0 ? accountText.doors.short(left) : null}
      />
      {isNew && act.problem?.code === 'WRONG_CREDENTIALS' ? (
        <p className="note bad" role="alert">
          {accountText.doors.taken}
        </p>
      ) : (
        <Refused problem={act.problem} />
      )}
      <button className="btn primary lg" disabled={act.isBusy}>
        {isNew ? accountText.doors.up.act : accountText.doors.in.act}
      </button>
      {!isNew && (
        <Link to="/forgot-password" className="link">
          {entryText.forgot.link}
        </Link>
      )}
    </form>
  );
}
