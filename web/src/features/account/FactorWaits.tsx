import { api } from '@/api/client';
import { Refused } from '@/features/common/Refused';
import { useMoment } from '@/features/common/useMoment';
import { useAct } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { entryText } from '@/text/entry';

const words = entryText.waits;

/** An app was set up and waits to be turned on, and one press stops it. */
export function FactorWaits({ until, onStopped }: { until: number; onStopped: () => void }) {
  const moment = useMoment();
  const act = useAct();
  const stop = async (): Promise<void> => {
    if (!(await act.run(() => api.post('/auth/second-factor/stop')))) return;
    toast({ title: words.stopped, tone: 'own' });
    onStopped();
  };
  return (
    <div role="alert">
      <p className="note bad">{words.until(moment(until))}</p>
      <Refused problem={act.problem} />
      <button type="button" className="btn danger" disabled={act.isBusy} onClick={() => void stop()}>
        {words.act}
      </button>
    </div>
  );
}
