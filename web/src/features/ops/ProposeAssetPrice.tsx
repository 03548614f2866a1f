import { useState } from 'react';
import { opsText as words } from '@/text/ops';
import { Card } from '@/ui/Card';
import { Field } from '@/ui/Field';
import { ProposalForm } from './ProposalForm';

/** Asks for the price of an asset that no source tells. */
export function ProposeAssetPrice({ onDone }: { onDone: () => void }) {
  const [asset, setAsset] = useState('');
  const [index, setIndex] = useState('');
  const [average, setAverage] = useState('');
  const proposal = () => {
    const name = asset.trim().toUpperCase();
    return { name: `${name} → ${index.trim()}`, body: { change: 'assetPrice', asset: name, index: index.trim(), ...(average.trim() === '' ? {} : { average: average.trim() }) } };
  };
  return (
    <Card title={words.assetPrice}>
      <ProposalForm about={words.assetPriceAbout} proposal={proposal} onDone={onDone}>
        <div className="fields">
          <Field label={words.assetName} value={asset} required autoComplete="off" spellCheck={false} onChange={(e) => setAsset(e.target.value)} />
          <Field label={words.index} inputMode="decimal" required value={index} onChange={(e) => setIndex(e.target.value)} />
          <Field label={words.average} inputMode="decimal" value={average} hint={words.markHint} onChange={(e) => setAverage(e.target.value)} />
        </div>
      </ProposalForm>
    </Card>
  );
}
