import { api } from '@/api/client';
import { Answer } from '@/features/common/Answer';
import { Refused } from '@/features/common/Refused';
import { useMoment } from '@/features/common/useMoment';
import { useAct, useRequest } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { accountText } from '@/text/account';
import { Card } from '@/ui/Card';
import { OnceButton } from '@/ui/OnceButton';
import { WideTable } from '@/ui/WideTable';

interface SessionWire {
  readonly sessionId: string;
  readonly isThis: boolean;
  readonly method: string;
  readonly device: string;
  readonly address: string;
  readonly created: number;
  readonly lastUsed: number;
  readonly expires: number;
}

const words = accountText.sessions;

export function Sessions() {
  const sessions = useRequest<{ sessions: SessionWire[] }>('/auth/sessions');
  const act = useAct();
  const moment = useMoment();
  const end = (id: string): void =>
    void act.run(async () => {
      await api.delete(`/auth/sessions/${id}`);
      toast({ title: words.one });
      sessions.again();
    });
  const endAll = (): void =>
    void act.run(async () => {
      const { ended } = await api.delete<{ ended: number }>('/auth/sessions');
      toast({ title: words.ended(ended) });
      sessions.again();
    });
  return (
    <Card
      title={words.title}
      extra={
        <button type="button" className="btn sm" disabled={act.isBusy || (sessions.value?.sessions.length ?? 0) < 2} onClick={endAll}>
          {words.endAll}
        </button>
      }
    >
      <Refused problem={act.problem} />
      <Answer of={sessions}>
        {({ sessions: rows }) => (
          <WideTable label={words.title}>
            <thead>
              <tr>
                <th scope="col">{words.device}</th>
                <th scope="col" className="left">{words.from}</th>
                <th scope="col">{words.began}</th>
                <th scope="col">{words.used}</th>
                <th scope="col">{words.ends}</th>
                <th scope="col"><span className="sr">{words.end}</span></th>
              </tr>
            </thead>
            <tbody>
              {rows.map((s) => (
                <tr key={s.sessionId}>
                  <td className="clip" title={s.device}>
                    {s.device || words.unknown} {s.isThis && <span className="pill ok">{words.here}</span>}
                  </td>
                  <td className="left">{s.address}</td>
                  <td>{moment(s.created)}</td>
                  <td>{moment(s.lastUsed)}</td>
                  <td>{moment(s.expires)}</td>
                  <td>
                    {!s.isThis && (
                      <OnceButton className="btn sm" disabled={act.isBusy} onPress={() => end(s.sessionId)}>
                        {words.end}
                      </OnceButton>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </WideTable>
        )}
      </Answer>
    </Card>
  );
}
