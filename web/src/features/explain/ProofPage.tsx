import { useState } from 'react';
import { Link } from '@/app/Link';
import { SignedIn } from '@/features/common/SignedIn';
import { useMoment } from '@/features/common/useMoment';
import { format, formatMoney } from '@/lib/numbers';
import { isProven, type LeafWire, type ProofWire } from '@/lib/proof/liability';
import { useRequest } from '@/stores/request';
import { explainText } from '@/text/explain';
import { pages } from '@/text/pages';
import { sayRefusal } from '@/text/refusals';
import { Card } from '@/ui/Card';
import { Nothing } from '@/ui/Nothing';
import { saveFile } from '@/ui/saveFile';

const words = explainText.proof;

/** That the account is in the published sum of what the venue owes, checked here. */
export default function ProofPage() {
  return (
    <main id="main" tabIndex={-1} className="page">
      <div className="page-inner narrow">
        <div className="page-head">
          <div>
            <p className="crumbs">
              <Link to="/explain" className="link">{explainText.title}</Link> / {words.title}
            </p>
            <h1>{words.title}</h1>
            <p className="lead">{words.lead}</p>
          </div>
        </div>
        <SignedIn why={words.why}>
          <Asked />
        </SignedIn>
      </div>
    </main>
  );
}

function Asked() {
  const { value, problem } = useRequest<ProofWire>('/liabilities/proof');
  if (value !== null) return <Proof of={value} />;
  if (problem === null) return <p className="waiting" aria-busy="true">{pages.loading}</p>;
  if (problem.isMissingRoute) return <Nothing title={words.missing} />;
  return <Nothing title={problem.code === 'NOT_READY' ? words.young : sayRefusal(problem)} />;
}

const parts = ['cash', 'pots', 'unrealised', 'collateral', 'lent'] as const satisfies readonly (keyof LeafWire)[];

function Proof({ of }: { of: ProofWire }) {
  const moment = useMoment();
  const [holds, setHolds] = useState<boolean | null>(null);
  const { published, leaf, path } = of;
  return (
    <Card title={words.yours}>
      <div className="card-body">
        <dl className="facts">
          {parts.map((part) => (
            <div key={part} className="fact">
              <dt>{words[part]}</dt>
              <dd>{formatMoney(BigInt(leaf[part]), { digits: 6 })}</dd>
            </div>
          ))}
          <dt>{words.owed}</dt>
          <dd>{formatMoney(BigInt(published.owed))} USDC</dd>
          <dt>{words.accounts}</dt>
          <dd>{format(BigInt(published.accounts), 0)}</dd>
          <dt>{words.at}</dt>
          <dd>{moment(published.time)}</dd>
          <dt>{words.root}</dt>
          <dd>
            <code>{published.root}</code>
          </dd>
        </dl>
        {holds !== null && (
          <p className={holds ? 'up' : 'down'} role="status">
            {holds ? words.holds(path.length) : words.fails}
          </p>
        )}
        <div className="lineup">
          <button type="button" className="btn primary" onClick={() => void isProven(of).then(setHolds)}>
            {words.check}
          </button>
          <button type="button" className="btn" onClick={() => saveFile('peregrine-proof.json', 'application/json', JSON.stringify(of, null, 2))}>
            {words.save}
          </button>
        </div>
        <p className="note">{words.stops}</p>
      </div>
    </Card>
  );
}
