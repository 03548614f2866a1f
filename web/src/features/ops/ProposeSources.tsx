import { useId, useState } from 'react';
import { opsText as words } from '@/text/ops';
import { Card } from '@/ui/Card';
import { Field } from '@/ui/Field';
import { ProposalForm } from './ProposalForm';
import { readSources } from './sources';

const counts = ['minSources', 'maxAge', 'minRest'] as const;
const fractions = ['maxConfidence', 'maxDeviation', 'jump', 'markBand', 'fundingCap', 'fundingCap8', 'interest', 'interestBand'] as const;
const usual: Readonly<Record<string, string>> = { minSources: '3', maxAge: '5000', minRest: '1000', maxConfidence: '0.005', maxDeviation: '0.015', jump: '0.05', markBand: '0.01' };
type Rule = (typeof counts)[number] | (typeof fractions)[number];

/** Asks for other sources of a price; what they must satisfy is the engine's, and its refusal says so when it is approved. */
export function ProposeSources({ onDone }: { onDone: () => void }) {
  const [subject, setSubject] = useState('');
  const [rules, setRules] = useState(usual);
  const [sources, setSources] = useState('');
  const [wasSent, setSent] = useState(false);
  const id = useId();
  const read = readSources(sources);
  const proposal = () => {
    setSent(true);
    const name = subject.trim().toUpperCase();
    return read && { name: words.sourcesOf(name), body: { change: 'priceSources', ...(name.includes('-') ? { market: name } : { asset: name }), rules: ruled(rules), sources: read } };
  };
  const done = (): void => {
    setSent(false);
    onDone();
  };
  return (
    <Card title={words.sources}>
      <ProposalForm about={words.sourcesAbout} proposal={proposal} onDone={done}>
        <div className="fields">
          <Field label={words.marketOrAsset} value={subject} required autoComplete="off" spellCheck={false} onChange={(e) => setSubject(e.target.value)} />
          {[...counts, ...fractions].map((rule) => (
            <Field key={rule} label={words.feedRules[rule]} inputMode="decimal" value={rules[rule] ?? ''} onChange={(e) => setRules({ ...rules, [rule]: e.target.value })} />
          ))}
        </div>
        <div className="field">
          <label htmlFor={id}>{words.sourceLines}</label>
          <textarea id={id} rows={4} value={sources} spellCheck={false} onChange={(e) => setSources(e.target.value)} />
          {wasSent && read === null && <p className="note bad">{words.badSources}</p>}
        </div>
      </ProposalForm>
    </Card>
  );
}

// What is left empty is left out: of an asset that is everything about marks and funding.
function ruled(rules: Readonly<Record<string, string>>): Readonly<Partial<Record<Rule, string | number>>> {
  const said = (name: string): string => (rules[name] ?? '').trim();
  return {
    ...Object.fromEntries(counts.filter((name) => said(name) !== '').map((name) => [name, Number(said(name))])),
    ...Object.fromEntries(fractions.filter((name) => said(name) !== '').map((name) => [name, said(name)])),
  };
}
