import { type FormEvent, useState } from 'react';
import { api } from '@/api/client';
import { Link } from '@/app/Link';
import { useAct } from '@/stores/request';
import { accountText } from '@/text/account';
import { text } from '@/text/en';
import { entryText } from '@/text/entry';
import { DoorFrame } from './DoorFrame';
import { PasswordField } from './PasswordField';
import { PasswordLength } from './password';
import { RefusedTicket } from './RefusedTicket';
import { useTicket } from './useTicket';

const words = entryText.reset;

/** Where the letter for a new password leads. */
export default function ResetPasswordPage() {
  const ticket = useTicket();
  const [password, setPassword] = useState('');
  const [wasSent, setSent] = useState(false);
  const [isDone, setDone] = useState(false);
  const act = useAct();
  const left = PasswordLength - password.length;
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSent(true);
    if (left <= 0 && (await act.run(() => api.post('/auth/password/reset', { ticket, newPassword: password }, { anonymous: true })))) setDone(true);
  };
  if (isDone) {
    return (
      <DoorFrame title={words.title}>
        <p role="status">{words.done}</p>
        <Link to="/sign-in" className="btn primary lg">
          {text.session.signIn}
        </Link>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={words.title}>
      <p>{ticket === null ? entryText.email.missing : words.lead}</p>
      <form className="stack" onSubmit={(event) => void send(event)}>
        <PasswordField label={accountText.overview.next} autoComplete="new-password" value={password} onChange={setPassword} hint={accountText.doors.length} bad={wasSent && left > 0 ? accountText.doors.short(left) : null} />
        <RefusedTicket problem={act.problem} />
        <button className="btn primary lg" disabled={ticket === null || act.isBusy}>
          {words.act}
        </button>
      </form>
      <Link to="/forgot-password" className="link">
        {entryText.forgot.link}
      </Link>
    </DoorFrame>
  );
}
