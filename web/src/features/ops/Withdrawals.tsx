import { type FormEvent, useState } from 'react';
import { api } from '@/api/client';
import { Refused } from '@/features/common/Refused';
import { useAct } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { opsText as words } from '@/text/ops';
import { portfolioText } from '@/text/portfolio';
import { Card } from '@/ui/Card';
import { Field } from '@/ui/Field';
import { SendButton } from '@/ui/OnceButton';

const states = ['signed', 'sent', 'confirmed', 'refunded'] as const;

/** Says what became of a payment. Where money is paper nobody else does. */
export function Withdrawals() {
  const [number, setNumber] = useState('');
  const [state, setState] = useState<(typeof states)[number]>('signed');
  const [isBad, setBad] = useState(false);
  const act = useAct();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const isNumber = /^[1-9]\d{0,18}$/.test(number.trim());
    setBad(!isNumber);
    if (!isNumber) return;
    await act.run(async () => {
      await api.post(`/admin/withdrawals/${number.trim()}`, { state });
      toast({ title: words.proposed(words.withdrawalSaid(number.trim(), portfolioText.transfers.states[state] ?? state)), tone: 'own' });
    });
  };
  return (
    <Card title={words.withdrawals}>
      <form className="card-body" onSubmit={(event) => void send(event)}>
        <p>{words.withdrawalsAbout}</p>
        <div className="fields">
          <Field label={words.withdrawalNumber} inputMode="numeric" value={number} bad={isBad ? words.badNumber : null} onChange={(e) => setNumber(e.target.value)} />
          <div className="field">
            <label htmlFor="became">{words.became}</label>
            <div className="input">
              <select id="became" value={state} onChange={(e) => setState(e.target.value as typeof state)}>
                {states.map((s) => (
                  <option key={s} value={s}>
                    {portfolioText.transfers.states[s]}
                  </option>
                ))}
              </select>
            </div>
          </div>
        </div>
        <Refused problem={act.problem} />
        <div className="lineup">
          <SendButton className={state === 'refunded' ? 'btn danger' : 'btn primary'} disabled={act.isBusy}>
            {words.say}
          </SendButton>
        </div>
      </form>
    </Card>
  );
}
