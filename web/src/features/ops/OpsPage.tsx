import { isOperator, useSession } from '@/stores/session';
import { SignedIn } from '@/features/common/SignedIn';
import { venue } from '@/streams/markets';
import { opsText as words } from '@/text/ops';
import { statusText } from '@/text/status';
import { format } from '@/lib/numbers';
import { Card } from '@/ui/Card';
import { Icon } from '@/ui/Icon';
import { Nothing } from '@/ui/Nothing';
import { MarketMoves } from './MarketMoves';
import { Prices } from './Prices';

/** What the API offers operators today, and nothing that pretends. */
export default function OpsPage() {
  return (
    <main id="main" tabIndex={-1} className="page ops">
      <div className="page-inner">
        <div className="page-head">
          <h1>{words.title}</h1>
        </div>
        <SignedIn why={words.why}>
          <Console />
        </SignedIn>
      </div>
    </main>
  );
}

function Console() {
  const isOps = useSession(isOperator);
  if (!isOps) return <Nothing title={words.no}>{words.noWhy}</Nothing>;
  return (
    <div className="stack">
      <p className="ops-frame">
        <Icon name="warn" /> {words.frame}
      </p>
      <Overview />
      <MarketMoves />
      <Prices />
      <p className="lead">{words.elsewhere}</p>
    </div>
  );
}

function Overview() {
  const state = venue.use((v) => v.state);
  const why = venue.use((v) => v.why);
  const seq = venue.use((v) => v.seq);
  const version = venue.use((v) => v.version);
  return (
    <Card title={words.overview}>
      <div className="card-body">
        <dl className="facts">
          <dt>{statusText.state}</dt>
          <dd>
            <span className={state === 'running' ? 'pill ok' : 'pill bad'}>{statusText.states[state]}</span> {why}
          </dd>
          <dt>{statusText.seq}</dt>
          <dd>{format(BigInt(seq), 0)}</dd>
          <dt>{statusText.version}</dt>
          <dd>{version}</dd>
        </dl>
      </div>
    </Card>
  );
}
