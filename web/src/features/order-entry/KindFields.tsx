import type { Market } from '@/lib/markets/terms';
import { type Draft, opposite, type Problem, type References } from '@/lib/orders';
import { fieldText, stepsText } from '@/lib/numbers';
import { editTicket } from '@/stores/ticket';
import { sayProblem } from '@/text/fields';
import { order as text } from '@/text/order';
import { Icon } from '@/ui/Icon';
import { PriceInput, Segments, TextInput, type TextField } from './fields';

export interface KindProps {
  readonly draft: Draft;
  readonly market: Market;
  readonly references: References;
  problem(field: keyof Draft): Problem | undefined;
}

/** What each type of order asks for beside its size. */
export function KindFields(props: KindProps) {
  switch (props.draft.kind) {
    case 'market':
      return <Percent {...props} name="slippage" label={text.slippage} />;
    case 'limit':
      return <LimitPrice {...props} />;
    case 'iceberg':
      return (
        <>
          <LimitPrice {...props} />
          <TextInput name="show" label={text.show} unit={props.market.base} problem={props.problem('show')} />
        </>
      );
    case 'stop':
    case 'takeProfit':
      return <Triggered {...props} />;
    case 'trailing':
      return <Trailing {...props} />;
    case 'bracket':
      return <Bracket {...props} />;
    case 'twap':
      return (
        <>
          <div className="pair">
            <TextInput name="minutes" label={text.minutes} unit={text.minutesUnit} problem={props.problem('minutes')} />
            <TextInput name="every" label={text.every} unit={text.secondsUnit} problem={props.problem('every')} />
          </div>
          <div className="pair">
            <Percent {...props} name="slippage" label={text.slippage} />
            <Price {...props} name="price" label={text.limitOptional} />
          </div>
        </>
      );
    case 'scale':
      return (
        <>
          <div className="pair">
            <Price {...props} name="from" label={text.from} isFilled />
            <Price {...props} name="to" label={text.to} />
          </div>
          <div className="pair">
            <TextInput name="count" label={text.count} problem={props.problem('count')} />
            <TextInput name="ratio" label={text.ratio} problem={props.problem('ratio')} />
          </div>
        </>
      );
    case 'close':
      return (
        <div className="pair">
          <Percent {...props} name="share" label={text.share} />
          <Percent {...props} name="slippage" label={text.slippage} />
        </div>
      );
  }
}

type Named = KindProps & { readonly name: TextField; readonly label: string };

const Percent = ({ name, label, problem }: Named) => <TextInput name={name} label={label} unit={text.percent} problem={problem(name)} />;

const Price = ({ name, label, problem, market, references, draft, isFilled = false }: Named & { isFilled?: boolean }) => (
  <PriceInput name={name} label={label} market={market} references={references} side={name === 'trigger' ? opposite(draft.side) : draft.side} problem={problem(name)} isFilled={isFilled} />
);

/** The price with a way to the best one on one's own side. */
function LimitPrice(props: KindProps & { label?: string }) {
  const { market, references, draft, problem } = props;
  const best = draft.side === 'buy' ? references.bid : references.ask;
  return (
    <PriceInput name="price" label={props.label ?? text.price} market={market} references={references} side={draft.side} problem={problem('price')} isFilled>
      <button type="button" className="btn sm" disabled={best === null} onClick={() => best !== null && editTicket({ price: fieldText(stepsText(best, market.tick)) })}>
        {text.best}
      </button>
    </PriceInput>
  );
}

function Watch({ draft }: KindProps) {
  return (
    <div className="field">
      <span className="field-label">{text.watch}</span>
      <Segments label={text.watch} ids={['mark', 'last', 'index']} words={text.watches} chosen={draft.watch} onChoose={(watch) => editTicket({ watch })} />
    </div>
  );
}

function Triggered(props: KindProps) {
  const { draft } = props;
  return (
    <>
      <Price {...props} name="trigger" label={text.trigger} isFilled />
      <div className="pair">
        <Watch {...props} />
        <div className="field">
          <span className="field-label">{text.places}</span>
          <Segments label={text.places} ids={['market', 'limit']} words={{ market: text.kinds.market, limit: text.kinds.limit }} chosen={draft.places} onChoose={(places) => editTicket({ places })} />
        </div>
      </div>
      {draft.places === 'limit' ? <Price {...props} name="price" label={text.limitPrice} /> : <Percent {...props} name="slippage" label={text.slippage} />}
    </>
  );
}

function Trailing(props: KindProps) {
  const { draft, problem } = props;
  return (
    <>
      <TextInput name="trail" label={text.trail} problem={problem('trail')}>
        <div className="segments units" role="radiogroup" aria-label={text.unit}>
          {(['percent', 'price'] as const).map((unit) => (
            <button key={unit} type="button" role="radio" aria-checked={draft.trailUnit === unit} onClick={() => editTicket({ trailUnit: unit })}>
              {unit === 'percent' ? text.percent : text.quote}
            </button>
          ))}
        </div>
      </TextInput>
      <Price {...props} name="activation" label={text.activation} />
      <Watch {...props} />
    </>
  );
}

const TargetsMost = 5;

function Bracket(props: KindProps) {
  const { draft, problem } = props;
  const change = (at: number, news: Partial<Draft['targets'][number]>): void => editTicket({ targets: draft.targets.map((t, i) => (i === at ? { ...t, ...news } : t)) });
  const bad = problem('targets');
  return (
    <>
      <LimitPrice {...props} label={text.price} />
      {draft.targets.map((target, i) => (
        // Targets have no name of their own; they are only added and taken away at the end.
        <div className="pair target" key={i}>
          <Plain label={text.target(i + 1)} value={target.price} onChange={(price) => change(i, { price })} unit={text.quote} />
          <Plain label={text.targetShare} value={target.share} onChange={(share) => change(i, { share })} unit={text.percent} />
        </div>
      ))}
      {bad && <span className="note bad">{sayProblem(bad)}</span>}
      <div className="row">
        {draft.targets.length < TargetsMost && (
          <button type="button" className="btn ghost sm" onClick={() => editTicket({ targets: [...draft.targets, { price: '', share: '' }] })}>
            <Icon name="plus" size={12} /> {text.addTarget}
          </button>
        )}
        {draft.targets.length > 1 && (
          <button type="button" className="btn ghost sm" onClick={() => editTicket({ targets: draft.targets.slice(0, -1) })}>
            <Icon name="close" size={12} /> {text.target(draft.targets.length)}
          </button>
        )}
      </div>
      <div className="pair">
        <Price {...props} name="stopLoss" label={text.stopLoss} />
        <TextInput name="stopTrail" label={text.stopTrail} unit={text.percent} problem={problem('stopTrail')} />
      </div>
    </>
  );
}

const Plain = ({ label, value, onChange, unit }: { label: string; value: string; onChange: (value: string) => void; unit: string }) => (
  <div className="field">
    <span className="field-label">{label}</span>
    <div className="input">
      <input aria-label={label} value={value} inputMode="decimal" autoComplete="off" onChange={(event) => onChange(event.target.value)} />
      <span className="unit">{unit}</span>
    </div>
  </div>
);
