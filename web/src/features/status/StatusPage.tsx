import type { StatusWire } from '@/api/types';
import { Answer } from '@/features/common/Answer';
import { useMoment } from '@/features/common/useMoment';
import { format } from '@/lib/numbers';
import { type Request, useRequest } from '@/stores/request';
import { pages } from '@/text/pages';
import { statusText as words } from '@/text/status';
import { Card } from '@/ui/Card';
import { Facts } from '@/ui/Facts';
import { LinkFacts } from './LinkFacts';
import { MarketFacts } from './MarketFacts';

interface Standing {
  readonly what: string;
  readonly since?: number;
  readonly why?: string;
}

interface FullStatus extends StatusWire {
  readonly standing?: readonly Standing[];
  readonly history?: { readonly seq: number; readonly behind: number; readonly trouble?: string };
}

interface Reasons {
  readonly ok: boolean;
  readonly reasons: readonly string[];
}

const EveryMs = 5_000;

export default function StatusPage() {
  const status = useRequest<FullStatus>('/status', { everyMs: EveryMs });
  const ready = useRequest<Reasons>('/ready', { everyMs: EveryMs });
  return (
    <main id="main" tabIndex={-1} className="page">
      <div className="page-inner">
        <div className="page-head">
          <div>
            <h1>{words.title}</h1>
            <p className="lead">{words.lead}</p>
          </div>
        </div>
        <Answer of={status}>{(told) => <Headline status={told} isOld={status.problem !== null} />}</Answer>
        <div className="halves">
          <div className="stack">
            <Card title={words.venue}>
              <Answer of={status}>{(told) => <VenueFacts status={told} ready={ready} />}</Answer>
            </Card>
            <LinkFacts />
            <Card title={words.simulated}>
              <Answer of={status}>{(told) => <Simulated status={told} />}</Answer>
            </Card>
          </div>
          <div className="stack">
            <MarketFacts />
            <Card title={words.incidents}>
              <Answer of={status}>{(told) => <Incidents standing={told.standing ?? []} />}</Answer>
            </Card>
          </div>
        </div>
      </div>
    </main>
  );
}

const Headline = ({ status, isOld }: { status: FullStatus; isOld: boolean }) => (
  <section className={status.state === 'running' && !isOld ? 'card headline' : 'card headline bad'} aria-label={words.state}>
    <b>{words.states[status.state]}</b>
    <p>{isOld ? words.away : (status.why ?? words.explains[status.state])}</p>
  </section>
);

function VenueFacts({ status, ready }: { status: FullStatus; ready: Request<Reasons> }) {
  const moment = useMoment();
  const whole = (n: number): string => format(BigInt(n), 0);
  const readiness = ready.value === null ? pages.loading : ready.value.ok ? words.readyYes : ready.value.reasons.join(' ');
  const facts: [string, string][] = [
    [words.ready, ready.problem === null ? readiness : ready.problem.message],
    [words.seq, whole(status.seq)],
    [words.clock, moment(status.time)],
    [words.version, status.version],
    [words.rules, String(status.rulesVersion)],
  ];
  if (status.history !== undefined) facts.push([words.history, status.history.trouble ?? (status.history.behind === 0 ? words.level : words.behind(status.history.behind))]);
  return (
    <div className="card-body">
      <Facts of={facts} />
    </div>
  );
}

const Simulated = ({ status }: { status: FullStatus }) => (
  <div className="card-body">
    <p>{status.paper ? words.paper : words.real}</p>
    <p>{words.prices[status.prices] ?? words.pricesElse(status.prices)}</p>
    <p>{words.engine}</p>
  </div>
);

function Incidents({ standing }: { standing: readonly Standing[] }) {
  const moment = useMoment();
  return (
    <div className="card-body">
      {standing.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        standing.map((s) => (
          <p key={s.what} className="warn">
            {s.what}
            {s.since !== undefined && `, ${words.since(moment(s.since))}`}
            {s.why !== undefined && `: ${s.why}`}
          </p>
        ))
      )}
    </div>
  );
}
