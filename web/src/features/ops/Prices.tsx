import { type FormEvent, useState } from 'react';
import { api } from '@/api/client';
import type { PriceState } from '@/api/types';
import { Refused } from '@/features/common/Refused';
import type { Market } from '@/lib/markets/terms';
import { formatSteps, stepsOf, stepsText } from '@/lib/numbers';
import { useAct } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { markets } from '@/streams/markets';
import { marketsText } from '@/text/markets';
import { opsText as words } from '@/text/ops';
import { Card } from '@/ui/Card';
import { Field } from '@/ui/Field';

const trusts: readonly PriceState[] = ['fresh', 'suspect', 'stale', 'dead'];

/** Index and mark of a market, by hand. */
export function Prices() {
  const list = markets.use((m) => m.list);
  const [chosen, setChosen] = useState('');
  const market = list.find((m) => m.name === chosen) ?? list[0];
  if (market === undefined) return null;
  return (
    <Card title={words.prices}>
      <div className="card-body">
        <p>{words.pricesAbout}</p>
        <PriceForm key={market.name} market={market} list={list} onChoose={setChosen} />
      </div>
    </Card>
  );
}

function PriceForm({ market, list, onChoose }: { market: Market; list: readonly Market[]; onChoose: (market: string) => void }) {
  const now = markets.use((m) => m.tickers.get(market.name)?.index);
  const [index, setIndex] = useState('');
  const [mark, setMark] = useState('');
  const [trust, setTrust] = useState<PriceState>('fresh');
  const [bad, setBad] = useState<{ index: boolean; mark: boolean }>({ index: false, mark: false });
  const act = useAct();
  const read = (typed: string): bigint | null => stepsOf(typed.replace(/[\s,]/g, ''), market.subtick);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const [index1, mark1] = [read(index), mark.trim() === '' ? undefined : read(mark)];
    setBad({ index: index1 === null || index1 <= 0n, mark: mark1 === null || (mark1 !== undefined && mark1 <= 0n) });
    if (index1 === null || index1 <= 0n || mark1 === null || (mark1 !== undefined && mark1 <= 0n)) return;
    const body = { index: stepsText(index1, market.subtick), ...(mark1 === undefined ? {} : { mark: stepsText(mark1, market.subtick) }), state: trust };
    await act.run(async () => {
      const { seq } = await api.post<{ seq: number }>(`/admin/prices/${market.name}`, body);
      toast({ title: words.priceSet(market.name, seq), tone: 'own' });
    });
  };
  const nowSteps = now === undefined ? null : stepsOf(now, market.subtick);
  return (
    <form className="stack" onSubmit={(event) => void send(event)}>
      <div className="fields">
        <div className="field">
          <label htmlFor="priced">{words.market}</label>
          <div className="input">
            <select id="priced" value={market.name} onChange={(e) => onChoose(e.target.value)}>
              {list.map((m) => (
                <option key={m.name}>{m.name}</option>
              ))}
            </select>
          </div>
        </div>
        <Field
          label={words.index}
          inputMode="decimal"
          value={index}
          hint={nowSteps === null ? undefined : formatSteps(nowSteps, market.subtick)}
          bad={bad.index ? words.badPrice : null}
          onChange={(e) => setIndex(e.target.value)}
        />
        <Field label={words.mark} inputMode="decimal" value={mark} hint={words.markHint} bad={bad.mark ? words.badPrice : null} onChange={(e) => setMark(e.target.value)} />
        <div className="field">
          <label htmlFor="trust">{words.trust}</label>
          <div className="input">
            <select id="trust" value={trust} onChange={(e) => setTrust(e.target.value as PriceState)}>
              {trusts.map((t) => (
                <option key={t} value={t}>
                  {marketsText.prices[t]}
                </option>
              ))}
            </select>
          </div>
        </div>
      </div>
      <Refused problem={act.problem} />
      <div className="lineup">
        <button className="btn primary" disabled={act.isBusy}>
          {words.set}
        </button>
      </div>
    </form>
  );
}
