import { useId, useState } from 'react';
import { markets } from '@/streams/markets';
import { opsText as words } from '@/text/ops';
import { Card } from '@/ui/Card';
import { Field } from '@/ui/Field';
import { ProposalForm } from './ProposalForm';

const ofMarkets = ['bandUp', 'bandDown', 'execRange', 'slipMax', 'oiCap', 'groupOiShare', 'profitWeight', 'leverageMax', 'notionalMin', 'openOrdersMax', 'triggerOrdersMax', 'reduceOnlyMax', 'auctionOn', 'auctionNotionalMin', 'auctionDuration'] as const;
const ofAssets = ['initWeight', 'maintWeight', 'accountCap', 'platformCap', 'withdrawalFloor', 'borrowBase', 'borrowSlope', 'borrowSteepSlope', 'borrowKink', 'borrowReserve'] as const;

/** Asks for another value of a parameter. Bounds, notice and ramps are the engine's, and its refusal says which. */
export function ProposeParameter({ onDone }: { onDone: () => void }) {
  const list = markets.use((m) => m.list);
  const [parameter, setParameter] = useState<string>(ofMarkets[0]);
  const [market, setMarket] = useState('');
  const [asset, setAsset] = useState('');
  const [value, setValue] = useState('');
  const [wasSent, setSent] = useState(false);
  const id = useId();
  const isOfAsset = (ofAssets as readonly string[]).includes(parameter);
  const isDecimal = /^-?\d{1,15}(\.\d{1,9})?$/.test(value.trim());
  const proposal = () => {
    setSent(true);
    if (!isDecimal) return null;
    const whose = isOfAsset ? { asset: asset.trim().toUpperCase() } : { market: market || list[0]?.name };
    return { name: `${parameter} ${Object.values(whose)[0] ?? ''} → ${value.trim()}`, body: { change: 'parameter', parameter, value: value.trim(), ...whose } };
  };
  const done = (): void => {
    setValue('');
    setSent(false);
    onDone();
  };
  return (
    <Card title={words.propose}>
      <ProposalForm proposal={proposal} onDone={done}>
        <div className="fields">
          <div className="field">
            <label htmlFor={`${id}-what`}>{words.parameter}</label>
            <div className="input">
              <select id={`${id}-what`} value={parameter} onChange={(e) => setParameter(e.target.value)}>
                {[...ofMarkets, ...ofAssets].map((p) => (
                  <option key={p} value={p}>
                    {p}
                  </option>
                ))}
              </select>
            </div>
          </div>
          {isOfAsset ? (
            <Field label={words.assetName} value={asset} autoComplete="off" spellCheck={false} onChange={(e) => setAsset(e.target.value)} />
          ) : (
            <div className="field">
              <label htmlFor={`${id}-whose`}>{words.market}</label>
              <div className="input">
                <select id={`${id}-whose`} value={market} onChange={(e) => setMarket(e.target.value)}>
                  {list.map(({ name }) => (
                    <option key={name} value={name}>
                      {name}
                    </option>
                  ))}
                </select>
              </div>
            </div>
          )}
          <Field label={words.value} inputMode="decimal" value={value} hint={words.valueHint} bad={wasSent && !isDecimal ? words.badValue : null} onChange={(e) => setValue(e.target.value)} />
        </div>
      </ProposalForm>
    </Card>
  );
}
