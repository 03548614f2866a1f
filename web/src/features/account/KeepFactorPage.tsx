import { useState } from 'react';
import { api } from '@/api/client';
import { Link } from '@/app/Link';
import { useAct } from '@/stores/request';
import { entryText } from '@/text/entry';
import { DoorFrame } from './DoorFrame';
import { RefusedTicket } from './RefusedTicket';
import { useTicket } from './useTicket';

const words = entryText.keep;

/** Where the letter about a lost second factor leads. It is pressed for and not done at once: programs that look into letters open links too. */
export default function KeepFactorPage() {
  const ticket = useTicket();
  const [isDone, setDone] = useState(false);
  const act = useAct();
  const keep = async (): Promise<void> => {
    if (await act.run(() => api.post('/auth/second-factor/keep-by-letter', { ticket }, { anonymous: true }))) setDone(true);
  };
  if (isDone) {
    return (
      <DoorFrame title={words.title}>
        <p role="status">{words.done}</p>
        <Link to="/forgot-password" className="btn primary lg">
          {entryText.forgot.title}
        </Link>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={words.title}>
      <p>{ticket === null ? entryText.email.missing : words.lead}</p>
      <RefusedTicket problem={act.problem} />
      <button type="button" className="btn primary lg" disabled={ticket === null || act.isBusy} onClick={() => void keep()}>
        {words.act}
      </button>
    </DoorFrame>
  );
}
