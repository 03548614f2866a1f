import { type FormEvent, useState } from 'react';
import { api } from '@/api/client';
import { Answer } from '@/features/common/Answer';
import { Refused } from '@/features/common/Refused';
import { useMoment } from '@/features/common/useMoment';
import { useAct, useRequest } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { accountText } from '@/text/account';
import { Card } from '@/ui/Card';
import { Field } from '@/ui/Field';
import { countFields, draftOf, type LimitsDraft, type LimitsWire, moneyFields, noLimits, readLimits } from './limits-form';

const words = accountText.limits;
const labels = {
  maxOrderNotional: words.order, maxPositionNotional: words.position, maxTotalNotional: words.total, maxDayLoss: words.loss, maxDrawdown: words.drawdown,
  maxOrdersPerSecond: words.rate, maxLeverage: words.leverage,
} as const;

/** What holds now, and looser limits that wait for their day. */
interface LimitsInForce {
  readonly limits: LimitsWire;
  readonly pendingFrom?: number;
  readonly isBreached: boolean;
}

export function Limits() {
  const set = useRequest<LimitsInForce>('/limits');
  const moment = useMoment();
  return (
    <Card title={words.title}>
      <div className="card-body">
        <p>{words.about}</p>
        <Answer
          of={set}
          missing={
            <>
              <p className="note warn">{words.unread}</p>
              <LimitsForm first={noLimits} />
            </>
          }
        >
          {(told) => (
            <>
              {told.isBreached && <p className="note bad">{words.breached}</p>}
              {told.pendingFrom !== undefined && <p className="note">{words.pending(moment(told.pendingFrom))}</p>}
              <LimitsForm first={draftOf(told.limits)} />
            </>
          )}
        </Answer>
      </div>
    </Card>
  );
}

function LimitsForm({ first }: { first: LimitsDraft }) {
  const [draft, setDraft] = useState(first);
  const [bad, setBad] = useState<ReadonlySet<keyof LimitsDraft>>(new Set());
  const act = useAct();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const read = readLimits(draft);
    setBad('bad' in read ? read.bad : new Set());
    if ('body' in read && (await act.run(() => api.put('/limits', read.body)))) toast({ title: words.saved });
  };
  return (
    <form className="stack" onSubmit={(event) => void send(event)}>
      <div className="fields">
        {[...moneyFields, ...countFields].map((name) => (
          <Field
            key={name}
            label={labels[name]}
            inputMode="decimal"
            placeholder={words.empty}
            unit={name === 'maxLeverage' ? '×' : name === 'maxOrdersPerSecond' ? undefined : 'USDC'}
            value={draft[name]}
            bad={bad.has(name) ? accountText.limits.empty : null}
            onChange={(e) => setDraft({ ...draft, [name]: e.target.value })}
          />
        ))}
        <div className="field">
          <label htmlFor="breach">{words.breach}</label>
          <div className="input">
            <select id="breach" value={draft.onBreach} onChange={(e) => setDraft({ ...draft, onBreach: e.target.value as LimitsDraft['onBreach'] })}>
              {Object.entries(words.breaches).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
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
