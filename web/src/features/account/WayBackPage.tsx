import { useState } from 'react';
import { api } from '@/api/client';
import { useMoment } from '@/features/common/useMoment';
import { useAct } from '@/stores/request';
import { entryText } from '@/text/entry';
import { DoorFrame } from './DoorFrame';
import { RefusedTicket } from './RefusedTicket';
import { useTicket } from './useTicket';

const words = entryText.wayBack;

/** Where the letter leads that somebody gets who comes in by wallets alone and asked for another way. */
export default function WayBackPage() {
  const ticket = useTicket();
  const moment = useMoment();
  const [opensAt, setOpensAt] = useState<number | null>(null);
  const act = useAct();
  const begin = (): Promise<boolean> =>
    act.run(async () => setOpensAt((await api.post<{ opensAt: number }>('/auth/way-back', { ticket }, { anonymous: true })).opensAt));
  if (opensAt !== null) {
    return (
      <DoorFrame title={words.title}>
        <p role="status">{words.begun(moment(opensAt))}</p>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={words.title}>
      <p>{ticket === null ? entryText.email.missing : words.lead}</p>
      <RefusedTicket problem={act.problem} />
      <button type="button" className="btn primary lg" disabled={ticket === null || act.isBusy} onClick={() => void begin()}>
        {words.act}
      </button>
    </DoorFrame>
  );
}
