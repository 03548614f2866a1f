import type { FormEvent, ReactNode } from 'react';
import { api } from '@/api/client';
import { Refused } from '@/features/common/Refused';
import { useAct } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { opsText as words } from '@/text/ops';
import { SendButton } from '@/ui/OnceButton';

interface Proposal {
  /** As the toast says it. */
  readonly name: string;
  readonly body: { readonly change: string; readonly [field: string]: unknown };
}

/** What one person asks for and another approves. Its fields make the proposal when it is sent, or none while they are not good. */
export function ProposalForm({ about, proposal, onDone, children }: { about?: string; proposal: () => Proposal | null; onDone: () => void; children: ReactNode }) {
  const act = useAct();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const asked = proposal();
    if (asked === null) return;
    await act.run(async () => {
      await api.post('/admin/changes', asked.body);
      toast({ title: words.proposed(asked.name), tone: 'own' });
      onDone();
    });
  };
  return (
    <form className="card-body" onSubmit={(event) => void send(event)}>
      {about !== undefined && <p>{about}</p>}
      {children}
      <Refused problem={act.problem} />
      <div className="lineup">
        <SendButton className="btn primary" disabled={act.isBusy}>
          {words.proposeIt}
        </SendButton>
      </div>
    </form>
  );
}
