import { useState } from 'react';
import { api } from '@/api/client';
import { useMoment } from '@/features/common/useMoment';
import { entryText } from '@/text/entry';
import { LetterPage } from './LetterPage';

const words = entryText.wayBack;

/** Where the letter leads that somebody gets who comes in by wallets alone and asked for another way. */
export default function WayBackPage() {
  const moment = useMoment();
  const [opensAt, setOpensAt] = useState(0);
  return (
    <LetterPage
      words={words}
      onPress={async (ticket) => setOpensAt((await api.post<{ opensAt: number }>('/auth/way-back', { ticket }, { anonymous: true })).opensAt)}
      done={<p role="status">{words.begun(moment(opensAt))}</p>}
    />
  );
}
