import { api } from '@/api/client';
import { Answer } from '@/features/common/Answer';
import { Refused } from '@/features/common/Refused';
import { countdown } from '@/lib/time/zone';
import { useAct, useRequest } from '@/stores/request';
import { useSession } from '@/stores/session';
import { toast } from '@/stores/toasts';
import { opsText as words } from '@/text/ops';
import { Card } from '@/ui/Card';
import { OnceButton } from '@/ui/OnceButton';
import { useTicking } from '@/ui/useTicking';
import { WideTable } from '@/ui/WideTable';
import { ProposeAssetPrice } from './ProposeAssetPrice';
import { ProposeParameter } from './ProposeParameter';
import { ProposeSources } from './ProposeSources';

interface Change {
  readonly changeId: string;
  readonly what: string;
  readonly of?: string;
  readonly from?: string;
  readonly to: string;
  readonly stage: string;
  readonly proposedBy: string;
  readonly effectiveAt: number;
  readonly expiresAt?: number;
}

const EveryMs = 2_000;
const nameOf = (change: Change): string => [change.what, change.of, `→ ${change.to}`].filter(Boolean).join(' ');

/** What one operator proposed and another may approve, from what to what. */
export function Changes() {
  const waiting = useRequest<{ changes: readonly Change[] }>('/admin/changes', { everyMs: EveryMs });
  return (
    <>
      <Card title={words.changes}>
        <div className="card-body">
          <p>{words.changesAbout}</p>
        </div>
        <Answer of={waiting}>{({ changes }) => (changes.length === 0 ? <p className="card-body dim">{words.noChanges}</p> : <Table changes={changes} onDone={() => waiting.again()} />)}</Answer>
      </Card>
      <ProposeParameter onDone={() => waiting.again()} />
      <ProposeSources onDone={() => waiting.again()} />
      <ProposeAssetPrice onDone={() => waiting.again()} />
    </>
  );
}

function Table({ changes, onDone }: { changes: readonly Change[]; onDone: () => void }) {
  const me = useSession((s) => s.me?.personId);
  const now = useTicking();
  const act = useAct();
  const approve = (change: Change): Promise<boolean> =>
    act.run(async () => {
      await api.post(`/admin/changes/${change.changeId}/approve`);
      toast({ title: words.approved(nameOf(change)), tone: 'own' });
      onDone();
    });
  const takeBack = (change: Change): Promise<boolean> =>
    act.run(async () => {
      await api.delete(`/admin/changes/${change.changeId}`);
      toast({ title: words.takenBack(nameOf(change)), tone: 'own' });
      onDone();
    });
  return (
    <>
      <WideTable label={words.changes} look="roomy">
        <thead>
          <tr>
            <th scope="col">{words.change}</th>
            <th scope="col" className="left">{words.from}</th>
            <th scope="col" className="left">{words.by}</th>
            <th scope="col" className="left">{words.stage}</th>
            <th scope="col" className="left">{words.until}</th>
            <th scope="col" className="left">{words.moves}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => {
            const isMine = change.proposedBy === me;
            const isOpen = change.stage === 'proposed';
            return (
              <tr key={change.changeId}>
                <th scope="row">{nameOf(change)}</th>
                <td className="left">{change.from ?? '–'}</td>
                <td className="left">{isMine ? words.you : words.person(change.proposedBy)}</td>
                <td className="left">{words.stages[change.stage] ?? change.stage}</td>
                <td className="left">{isOpen && change.expiresAt !== undefined ? countdown(change.expiresAt, now) : countdown(change.effectiveAt, now)}</td>
                <td className="left">
                  <span className="lineup">
                    {isOpen && (
                      <OnceButton
                        className="btn sm primary"
                        disabled={isMine || act.isBusy}
                        title={isMine ? words.another : undefined}
                        aria-label={words.approveOf(nameOf(change))}
                        onPress={() => void approve(change)}
                      >
                        {words.approve}
                      </OnceButton>
                    )}
                    <OnceButton className="btn sm" disabled={act.isBusy} aria-label={words.takeBackOf(nameOf(change))} onPress={() => void takeBack(change)}>
                      {words.takeBack}
                    </OnceButton>
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </WideTable>
      <Refused problem={act.problem} />
    </>
  );
}
