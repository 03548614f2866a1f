import { type FormEvent, useState } from 'react';
import { api } from '@/api/client';
import { Refused } from '@/features/common/Refused';
import { useAct } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { opsText as words } from '@/text/ops';
import { Card } from '@/ui/Card';
import { Field } from '@/ui/Field';

/** Asks for the price of an asset that no source tells. */
export function ProposeAssetPrice({ onDone }: { onDone: () => void }) {
  const [asset, setAsset] = useState('');
  const [index, setIndex] = useState('');
  const [average, setAverage] = useState('');
  const act = useAct();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await act.run(async () => {
      const name = asset.trim().toUpperCase();
      await api.post('/admin/changes', { change: 'assetPrice', asset: name, index: index.trim(), ...(average.trim() === '' ? {} : { average: average.trim() }) });
      toast({ title: words.proposed(`${name} → ${index.trim()}`), tone: 'own' });
      onDone();
    });
  };
  return (
    <Card title={words.assetPrice}>
      <form className="card-body" onSubmit={(event) => void send(event)}>
        <p>{words.assetPriceAbout}</p>
        <div className="fields">
          <Field label={words.assetName} value={asset} required autoComplete="off" spellCheck={false} onChange={(e) => setAsset(e.target.value)} />
          <Field label={words.index} inputMode="decimal" required value={index} onChange={(e) => setIndex(e.target.value)} />
          <Field label={words.average} inputMode="decimal" value={average} hint={words.markHint} onChange={(e) => setAverage(e.target.value)} />
        </div>
        <Refused problem={act.problem} />
        <div className="lineup">
          <button className="btn primary" disabled={act.isBusy}>
            {words.proposeIt}
          </button>
        </div>
      </form>
    </Card>
  );
}
