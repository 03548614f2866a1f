import type { ReactNode } from 'react';
import { useMoment } from '@/features/common/useMoment';
import type { Market } from '@/lib/markets/terms';
import { absOf, formatMoney, formatSteps, parseDecimal, stepsOf } from '@/lib/numbers';
import { usePages } from '@/stores/page-list';
import { markets } from '@/streams/markets';
import { explainText as words } from '@/text/explain';
import { historyText } from '@/text/history';
import { type Chapter, chapterOf, type FillRow, type RiskRow } from './chapter';
import { CheckTable } from './CheckTable';
import type { ExplanationWire } from './explanation';
import { MarkChart } from './MarkChart';
import { useExplanations } from './useExplanations';

const money = (text: string | undefined): bigint => parseDecimal(text ?? '0', 6) ?? 0n;
const said = (amount: bigint): string => formatMoney(amount);

/** A liquidation in eight steps, from what the account was told and the receipts of what was decided. */
export function LiquidationStory({ of }: { of: ExplanationWire }) {
  const rows = usePages<RiskRow>('/history/liquidations', { limit: 500 });
  const fills = usePages<FillRow>('/history/fills', { limit: 500 });
  const chapter = chapterOf(rows.rows, fills.rows, of.seq);
  const events = [...(chapter.started ? [chapter.started] : []), ...chapter.acts.filter((a) => words.kinds[a.kind] !== undefined && a.kind !== 'collateralConverted')];
  const explanations = useExplanations(rows.isFirst ? [] : events.length > 0 ? events : [of]);
  const name = of.market ?? chapter.acts.find((a) => a.market !== undefined)?.market ?? '';
  const market = markets.use((m) => m.byName.get(name));
  const steps: [string, number | undefined, ReactNode][] = [
    [words.steps.held, undefined, <Held key="held" chapter={chapter} market={market} />],
    [words.steps.price, undefined, <Price key="price" name={name} time={chapter.started?.time ?? of.time} />],
    [words.steps.warned, chapter.warnings[0]?.time, <Warned key="warned" chapter={chapter} />],
    [words.steps.test, chapter.started?.time, <Test key="test" started={chapter.started} />],
    [words.steps.did, chapter.acts[0]?.time, <Did key="did" chapter={chapter} market={market} />],
    [words.steps.cost, undefined, <Cost key="cost" chapter={chapter} />],
    [words.steps.avoided, undefined, <Avoided key="avoided" started={chapter.started} />],
    [words.steps.check, undefined, <CheckTable key="check" explanations={explanations ?? [of]} isWhole={!rows.isFirst && explanations !== null} />],
  ];
  return (
    <ol className="steps">
      {steps.map(([title, time, body]) => (
        <Step key={title} title={title} time={time}>
          {body}
        </Step>
      ))}
    </ol>
  );
}

function Step({ title, time, children }: { title: string; time: number | undefined; children: ReactNode }) {
  const moment = useMoment();
  return (
    <li>
      <div className="lineup between">
        <h2>{title}</h2>
        {time !== undefined && <span className="dim">{moment(time)}</span>}
      </div>
      {children}
    </li>
  );
}

function Held({ chapter, market }: { chapter: Chapter; market: Market | undefined }) {
  const first = chapter.fills[0];
  if (first === undefined || market === undefined || first.market !== market.name) return <p>{words.heldMany}</p>;
  const after = stepsOf(first.sizeAfter, market.lot) ?? 0n;
  const sold = stepsOf(first.qty, market.lot) ?? 0n;
  const before = first.side === 'sell' ? after + sold : after - sold;
  return <p>{words.held(`${before < 0n ? historyText.values['short'] ?? '' : historyText.values['long'] ?? ''} ${formatSteps(absOf(before), market.lot)} ${market.base}`, market.name)}</p>;
}

const Price = ({ name, time }: { name: string; time: number }) => (
  <>
    <p>{words.price}</p>
    {name !== '' && <MarkChart market={name} time={time} />}
  </>
);

function Warned({ chapter }: { chapter: Chapter }) {
  const moment = useMoment();
  if (chapter.warnings.length === 0) return <p>{words.unwarned}</p>;
  return (
    <ul className="plain-list">
      {chapter.warnings.map((w) => (
        <li key={`${String(w.seq)}-${String(w.index)}`}>{words.warned(moment(w.time), said(money(w.equity)), said(money(w.maintenanceMargin)))}</li>
      ))}
    </ul>
  );
}

const Test = ({ started }: { started: RiskRow | undefined }) =>
  started?.equity === undefined ? null : (
    <>
      <p className="equation">{words.test(said(money(started.equity)), said(money(started.maintenanceMargin)))}</p>
      <p>{words.testSays}</p>
    </>
  );

function Did({ chapter, market }: { chapter: Chapter; market: Market | undefined }) {
  const size = (text: string | undefined): string => (text === undefined || market === undefined ? (text ?? '') : `${formatSteps(stepsOf(text, market.lot) ?? 0n, market.lot)} ${market.base}`);
  const price = (text: string | undefined): string => (text === undefined || market === undefined ? (text ?? '') : formatSteps(stepsOf(text, market.subtick) ?? 0n, market.subtick, { digits: market.tick.decimals }));
  return (
    <ul className="plain-list">
      {chapter.acts.map((a) => (
        <li key={`a${String(a.seq)}-${String(a.index)}`}>{words.act(historyText.values[a.kind] ?? a.kind, size(a.qty), price(a.limit))}</li>
      ))}
      {chapter.fills.map((f) => (
        <li key={`f${String(f.seq)}-${String(f.index)}`} className="dim">
          {words.fill(historyText.values[f.side] ?? f.side, size(f.qty), price(f.price))}
        </li>
      ))}
    </ul>
  );
}

function Cost({ chapter }: { chapter: Chapter }) {
  const fees = chapter.fills.reduce((sum, f) => sum + money(f.fee), 0n);
  const realised = chapter.fills.reduce((sum, f) => sum + money(f.realised), 0n);
  const insured = chapter.acts.filter((a) => a.kind === 'insuranceDrawn').reduce((sum, a) => sum + money(a.amount), 0n);
  return (
    <dl className="facts">
      <dt>{words.realised}</dt>
      <dd>{formatMoney(realised, { sign: true })} USDC</dd>
      <dt>{words.fees}</dt>
      <dd>{formatMoney(fees, { rounding: 'up' })} USDC</dd>
      {insured > 0n && (
        <>
          <dt>{words.insured}</dt>
          <dd>{said(insured)} USDC</dd>
        </>
      )}
      {chapter.ended?.equity !== undefined && (
        <>
          <dt>{words.kept}</dt>
          <dd>{said(money(chapter.ended.equity))} USDC</dd>
        </>
      )}
    </dl>
  );
}

function Avoided({ started }: { started: RiskRow | undefined }) {
  const missing = money(started?.maintenanceMargin) - money(started?.equity);
  return missing <= 0n ? null : <p>{words.avoided(formatMoney(missing, { rounding: 'up' }))}</p>;
}
