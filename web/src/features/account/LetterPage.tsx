import { type ReactNode, useState } from 'react';
import { useAct } from '@/stores/request';
import { entryText } from '@/text/entry';
import { DoorFrame } from './DoorFrame';
import { RefusedTicket } from './RefusedTicket';
import { useTicket } from './useTicket';

interface Props {
  readonly words: { readonly title: string; readonly lead: string; readonly act: string };
  readonly onPress: (ticket: string | null) => Promise<void>;
  /** Shown when it is done. */
  readonly done: ReactNode;
}

/** Where a letter's link leads. It is pressed for and not done at once: programs that look into letters open links too. */
export function LetterPage({ words, onPress, done }: Props) {
  const ticket = useTicket();
  const [isDone, setDone] = useState(false);
  const act = useAct();
  const press = async (): Promise<void> => {
    if (await act.run(() => onPress(ticket))) setDone(true);
  };
  if (isDone) return <DoorFrame title={words.title}>{done}</DoorFrame>;
  return (
    <DoorFrame title={words.title}>
      <p>{ticket === null ? entryText.email.missing : words.lead}</p>
      <RefusedTicket problem={act.problem} />
      <button type="button" className="btn primary lg" disabled={ticket === null || act.isBusy} onClick={() => void press()}>
        {words.act}
      </button>
    </DoorFrame>
  );
}
