import { useState } from 'react';
import { api } from '@/api/client';
import { Link } from '@/app/Link';
import { useAct } from '@/stores/request';
import { entryText } from '@/text/entry';
import { DoorFrame } from './DoorFrame';
import { RefusedTicket } from './RefusedTicket';
import { useTicket } from './useTicket';

const words = entryText.waits;

/** Where the letter about an app leads that was set up and waits. Pressed for, because programs that look into letters open links too. */
export default function StopFactorPage() {
  const ticket = useTicket();
  const [isDone, setDone] = useState(false);
  const act = useAct();
  const stop = async (): Promise<void> => {
    if (await act.run(() => api.post('/auth/second-factor/stop-by-letter', { ticket }, { anonymous: true }))) setDone(true);
  };
  if (isDone) {
    return (
      <DoorFrame title={words.title}>
        <p role="status">{words.stoppedByLetter}</p>
        <Link to="/sign-in" className="btn primary lg">
          {entryText.ways.again}
        </Link>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={words.title}>
      <p>{ticket === null ? entryText.email.missing : words.lead}</p>
      <RefusedTicket problem={act.problem} />
      <button type="button" className="btn primary lg" disabled={ticket === null || act.isBusy} onClick={() => void stop()}>
        {words.act}
      </button>
    </DoorFrame>
  );
}
