import { api } from '@/api/client';
import { Link } from '@/app/Link';
import { useAct } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { venue } from '@/streams/markets';
import { entryText } from '@/text/entry';
import { sayRefusal } from '@/text/refusals';

/** Sends the letter that confirms an address once more; in a sandbox it can be read here. */
export function ConfirmAgain() {
  const isPaper = venue.use((v) => v.isPaper);
  const act = useAct();
  const send = async (): Promise<void> => {
    if (await act.run(() => api.post('/auth/email/send'))) toast({ title: entryText.email.sent });
  };
  return (
    <span className="lineup">
      <button type="button" className="btn sm" disabled={act.isBusy} onClick={() => void send()}>
        {entryText.email.send}
      </button>
      {isPaper && (
        <Link to="/mailbox" className="link">
          {entryText.mailbox.link}
        </Link>
      )}
      {act.problem && (
        <span className="note bad" role="alert">
          {sayRefusal(act.problem)}
        </span>
      )}
    </span>
  );
}
