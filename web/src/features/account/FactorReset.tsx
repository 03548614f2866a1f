import { api } from '@/api/client';
import { Refused } from '@/features/common/Refused';
import { useMoment } from '@/features/common/useMoment';
import { useAct } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { entryText } from '@/text/entry';

const words = entryText.keep;

/** The venue is about to take off what it was told is lost, and one press stops it. */
export function FactorReset({ at, of, onStopped }: { at: number; of: 'secondFactor' | 'waysIn'; onStopped: () => void }) {
  const moment = useMoment();
  const act = useAct();
  const stop = async (): Promise<void> => {
    if (!(await act.run(() => api.post('/auth/second-factor/keep')))) return;
    toast({ title: of === 'waysIn' ? words.waysDone : words.done, tone: 'own' });
    onStopped();
  };
  return (
    <div role="alert">
      <p className="note bad">{of === 'waysIn' ? words.waysWait(moment(at)) : words.waits(moment(at))}</p>
      <Refused problem={act.problem} />
      <button type="button" className="btn danger" disabled={act.isBusy} onClick={() => void stop()}>
        {words.act}
      </button>
    </div>
  );
}
