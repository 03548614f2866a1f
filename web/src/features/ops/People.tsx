import { useState } from 'react';
import { api } from '@/api/client';
import { Answer } from '@/features/common/Answer';
import { Refused } from '@/features/common/Refused';
import { useMoment } from '@/features/common/useMoment';
import { useAct, useRequest } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { opsText as words } from '@/text/ops';
import { Card } from '@/ui/Card';
import { Field } from '@/ui/Field';
import { OnceButton } from '@/ui/OnceButton';
import { WideTable } from '@/ui/WideTable';
import { ProposalForm } from './ProposalForm';

interface ResetWire {
  readonly changeId: string;
  readonly personId: string;
  readonly proposedBy: string;
  readonly approvedBy: string;
  readonly effectiveAt: number;
  /** By which he gets in then, of who lost all he came in by. */
  readonly email?: string;
}

const nameOf = (row: ResetWire): string => (row.email === undefined ? words.factorOff(row.personId) : words.wayBack(row.personId, row.email));

const EveryMs = 5_000;

/** What a security officer does for people: lost second factors and lost ways in, proposed here, approved among the changes, and stopped while they wait. */
export function People() {
  const waiting = useRequest<{ factorResets: readonly ResetWire[] }>('/admin/changes', { everyMs: EveryMs });
  return (
    <>
      <Card title={words.lostFactor}>
        <Propose />
      </Card>
      <Card title={words.lostWays}>
        <ProposeWayBack />
      </Card>
      <Card title={words.factorsWaiting}>
        <Answer of={waiting}>
          {({ factorResets }) => (factorResets.length === 0 ? <p className="card-body dim">{words.noFactorsWaiting}</p> : <Table rows={factorResets} onDone={() => waiting.again()} />)}
        </Answer>
      </Card>
    </>
  );
}

function Propose() {
  const [person, setPerson] = useState('');
  const [isBad, setBad] = useState(false);
  const proposal = () => {
    const isNumber = /^[1-9]\d{0,18}$/.test(person.trim());
    setBad(!isNumber);
    return isNumber ? { name: words.factorOff(person.trim()), body: { change: 'factorReset', person: person.trim() } } : null;
  };
  return (
    <ProposalForm about={words.lostFactorAbout} proposal={proposal} onDone={() => setPerson('')}>
      <div className="fields">
        <Field label={words.personNumber} inputMode="numeric" value={person} hint={words.personHint} bad={isBad ? words.badNumber : null} onChange={(e) => setPerson(e.target.value)} />
      </div>
    </ProposalForm>
  );
}

function ProposeWayBack() {
  const [person, setPerson] = useState('');
  const [email, setEmail] = useState('');
  const [bad, setBad] = useState({ person: false, email: false });
  const proposal = () => {
    const asked = { person: person.trim(), email: email.trim() };
    const found = { person: !/^[1-9]\d{0,18}$/.test(asked.person), email: !/^[^\s@]+@[^\s@]+$/.test(asked.email) };
    setBad(found);
    return found.person || found.email ? null : { name: words.wayBack(asked.person, asked.email), body: { change: 'wayBack', ...asked } };
  };
  const clear = (): void => {
    setPerson('');
    setEmail('');
  };
  return (
    <ProposalForm about={words.lostWaysAbout} proposal={proposal} onDone={clear}>
      <div className="fields">
        <Field label={words.personNumber} inputMode="numeric" value={person} hint={words.personHint} bad={bad.person ? words.badNumber : null} onChange={(e) => setPerson(e.target.value)} />
        <Field label={words.newAddress} type="email" value={email} hint={words.newAddressHint} bad={bad.email ? words.badAddress : null} onChange={(e) => setEmail(e.target.value)} />
      </div>
    </ProposalForm>
  );
}

function Table({ rows, onDone }: { rows: readonly ResetWire[]; onDone: () => void }) {
  const moment = useMoment();
  const act = useAct();
  const takeBack = (row: ResetWire): Promise<boolean> =>
    act.run(async () => {
      await api.delete(`/admin/factor-resets/${row.changeId}`);
      toast({ title: words.takenBack(nameOf(row)), tone: 'own' });
      onDone();
    });
  return (
    <>
      <WideTable label={words.factorsWaiting} look="roomy">
        <thead>
          <tr>
            <th scope="col">{words.personNumber}</th>
            <th scope="col" className="left">{words.what}</th>
            <th scope="col" className="left">{words.by}</th>
            <th scope="col" className="left">{words.approvedBy}</th>
            <th scope="col" className="left">{words.until}</th>
            <th scope="col" className="left">{words.moves}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.changeId}>
              <th scope="row">{row.personId}</th>
              <td className="left">{row.email === undefined ? words.factor : words.replaced(row.email)}</td>
              <td className="left">{words.person(row.proposedBy)}</td>
              <td className="left">{words.person(row.approvedBy)}</td>
              <td className="left">{moment(row.effectiveAt)}</td>
              <td className="left">
                <OnceButton className="btn sm" disabled={act.isBusy} aria-label={words.takeBackOf(nameOf(row))} onPress={() => void takeBack(row)}>
                  {words.takeBack}
                </OnceButton>
              </td>
            </tr>
          ))}
        </tbody>
      </WideTable>
      <Refused problem={act.problem} />
    </>
  );
}
