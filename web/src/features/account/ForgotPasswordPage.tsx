import { type FormEvent, useState } from 'react';
import { api } from '@/api/client';
import { Link } from '@/app/Link';
import { Refused } from '@/features/common/Refused';
import { useAct } from '@/stores/request';
import { venue } from '@/streams/markets';
import { text } from '@/text/en';
import { entryText } from '@/text/entry';
import { Field } from '@/ui/Field';
import { DoorFrame } from './DoorFrame';

const words = entryText.forgot;

/** Asks for a letter; whether the address is known here is told to nobody. */
export default function ForgotPasswordPage() {
  const isPaper = venue.use((v) => v.isPaper);
  const [email, setEmail] = useState('');
  const [isSent, setSent] = useState(false);
  const act = useAct();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await act.run(() => api.post('/auth/password/forgot', { email }, { anonymous: true }))) setSent(true);
  };
  return (
    <DoorFrame title={words.title}>
      <p>{words.lead}</p>
      <form className="stack" onSubmit={(event) => void send(event)}>
        <Field label={text.session.email} type="email" name="email" autoComplete="username" required autoFocus value={email} onChange={(e) => setEmail(e.target.value)} />
        <Refused problem={act.problem} />
        {isSent && <p role="status">{words.sent}</p>}
        <button className="btn primary lg" disabled={act.isBusy}>
          {words.act}
        </button>
      </form>
      <p className="lineup">
        <Link to="/sign-in" className="link">
          {entryText.ways.again}
        </Link>
        {isPaper && isSent && (
          <Link to={`/mailbox?address=${encodeURIComponent(email)}`} className="link">
            {entryText.mailbox.link}
          </Link>
        )}
      </p>
    </DoorFrame>
  );
}
