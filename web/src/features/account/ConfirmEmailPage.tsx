import { useState } from 'react';
import { api } from '@/api/client';
import { Link } from '@/app/Link';
import { useAct } from '@/stores/request';
import { refreshMe, useSession } from '@/stores/session';
import { text } from '@/text/en';
import { entryText } from '@/text/entry';
import { DoorFrame } from './DoorFrame';
import { RefusedTicket } from './RefusedTicket';
import { useTicket } from './useTicket';

const words = entryText.email;

/** Where the letter's link leads. It is pressed for and not done at once: programs that look into letters open links too. */
export default function ConfirmEmailPage() {
  const ticket = useTicket();
  const isIn = useSession((s) => s.status === 'in');
  const [isDone, setDone] = useState(false);
  const act = useAct();
  const confirm = async (): Promise<void> => {
    if (!(await act.run(() => api.post('/auth/email/confirm', { ticket }, { anonymous: true })))) return;
    setDone(true);
    if (isIn) await refreshMe();
  };
  if (isDone) {
    return (
      <DoorFrame title={words.title}>
        <p role="status">{words.done}</p>
        <Link to={isIn ? '/trade' : '/sign-in'} className="btn primary lg">
          {isIn ? words.go : text.session.signIn}
        </Link>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={words.title}>
      <p>{ticket === null ? words.missing : words.lead}</p>
      <RefusedTicket problem={act.problem} />
      <button type="button" className="btn primary lg" disabled={ticket === null || act.isBusy} onClick={() => void confirm()}>
        {words.act}
      </button>
    </DoorFrame>
  );
}
