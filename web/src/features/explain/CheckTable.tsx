import { useState } from 'react';
import type { Market } from '@/lib/markets/terms';
import { markets } from '@/streams/markets';
import { explainText } from '@/text/explain';
import { WideTable } from '@/ui/WideTable';
import { checkOf, type ExplanationWire, type StepWire, tally } from './explanation';
import { say, unitOf } from './units';

const words = explainText.check;

/** Every step with its formula; on demand, when all are there, worked out again here, from the receipt alone. */
export function CheckTable({ explanations, isWhole = true }: { explanations: readonly ExplanationWire[]; isWhole?: boolean }) {
  const [isRun, setRun] = useState(false);
  const byName = markets.use((m) => m.byName);
  const venue = explanations.reduce((sum, e) => ({ same: sum.same + e.same, all: sum.all + e.recomputed }), { same: 0, all: 0 });
  const here = explanations
    .map((e) => tally(e.steps, byName.get(e.market ?? '')))
    .reduce((sum, t) => ({ same: sum.same + t.same, checked: sum.checked + t.checked }), { same: 0, checked: 0 });
  // Without its market's steps a formula cannot be worked out, and half of the receipts would look like all.
  const isReady = isWhole && explanations.every((e) => e.market === undefined || byName.has(e.market));
  return (
    <>
      <p>{words.lead}</p>
      <p>{words.venue(venue.same, venue.all)}</p>
      {isRun ? (
        <p className={here.same === here.checked ? 'up' : 'down'} role="status">
          {words.here(here.same, here.checked)}
        </p>
      ) : (
        <button type="button" className="btn" disabled={!isReady} onClick={() => setRun(true)}>
          {words.run}
        </button>
      )}
      {explanations.map((e) => (
        <Steps key={`${String(e.seq)}-${String(e.index)}`} of={e} isRun={isRun} />
      ))}
    </>
  );
}

function Steps({ of, isRun }: { of: ExplanationWire; isRun: boolean }) {
  const market = markets.use((m) => m.byName.get(of.market ?? ''));
  const name = `${explainText.kinds[of.kind] ?? of.kind} (${String(of.seq)}-${String(of.index)})`;
  return (
    <WideTable label={name} look="wrap" frame="card">
      <caption>{name}</caption>
      <thead>
        <tr>
          <th scope="col">{words.step}</th>
          <th scope="col" className="left">{words.formula}</th>
          <th scope="col">{words.stated}</th>
          {isRun && <th scope="col">{words.result}</th>}
        </tr>
      </thead>
      <tbody>
        {of.steps.map((step, i) => (
          <tr key={`${step.name}${String(i)}`}>
            <th scope="row">{explainText.names[step.name] ?? step.name}</th>
            <td className="left formula">{step.formula}</td>
            <td title={step.stated}>{say(step.stated, unitOf(of.kind, step.name, step.stated), market)}</td>
            {isRun && <td>{result(step, market)}</td>}
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}

function result(step: StepWire, market: Market | undefined): React.ReactNode {
  const check = checkOf(step, market);
  if (check === 'words') return <span className="dim">{words.words}</span>;
  return check === 'same' ? <span className="up">✓ {words.same}</span> : <span className="down">✗ {words.other}</span>;
}
