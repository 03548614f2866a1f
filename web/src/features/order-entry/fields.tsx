import { type KeyboardEvent, type ReactNode, useId } from 'react';
import type { Market } from '@/lib/markets/terms';
import { type Draft, type Problem, readPrice, type References, type Side, stepPrice } from '@/lib/orders';
import { fieldText, stepsText } from '@/lib/numbers';
import { editTicket, useTicket } from '@/stores/ticket';
import { sayProblem } from '@/text/fields';
import { order as text } from '@/text/order';

/** Keys of a draft whose values are texts. */
export type TextField = { [K in keyof Draft]: Draft[K] extends string ? K : never }[keyof Draft];

interface FieldProps {
  readonly name: TextField;
  readonly label: string;
  readonly unit?: ReactNode;
  readonly problem?: Problem | undefined;
  readonly children?: ReactNode;
  readonly placeholder?: string;
}

/** A field of the form: what is typed is kept as it was typed; what is wrong with it stands below and is tied to it. */
export function TextInput({ name, label, unit, problem, children, placeholder, onKey, onLeave, isFlashing }: FieldProps & {
  onKey?: (event: KeyboardEvent<HTMLInputElement>) => void;
  onLeave?: () => void;
  isFlashing?: boolean;
}) {
  const id = useId();
  const value = useTicket((t) => t.draft[name]);
  const fills = useTicket((t) => t.fills);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className={isFlashing && fills > 0 ? 'input flash' : 'input'} key={isFlashing ? fills : 0} data-invalid={problem !== undefined || undefined}>
        <input
          id={id}
          name={name}
          value={value}
          placeholder={placeholder}
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={problem !== undefined}
          aria-describedby={problem ? `${id}-why` : undefined}
          onChange={(event) => editTicket({ [name]: event.target.value })}
          onBlur={onLeave}
          onKeyDown={onKey}
        />
        {children}
        {unit !== undefined && <span className="unit">{unit}</span>}
      </div>
      {problem && (
        <span className="note bad" id={`${id}-why`}>
          {sayProblem(problem)}
        </span>
      )}
    </div>
  );
}

/** Enter in any field of a form moves on and never sends: left to itself, the browser would press the form's button. A key that is still held presses nothing there. */
export function moveOn(event: KeyboardEvent<HTMLFormElement>): void {
  const input = event.target;
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
  if (event.repeat || input instanceof HTMLInputElement) event.preventDefault();
  if (event.repeat || !(input instanceof HTMLInputElement)) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('input:not([type=checkbox], [type=range]), button[type=submit]')];
  const at = all.indexOf(input);
  if (at >= 0) all[at + 1]?.focus();
}

interface PriceProps extends FieldProps {
  readonly market: Market;
  readonly side: Side;
  readonly references: References;
  readonly isFilled?: boolean;
}

/** A price: arrows step it by a tick, `m`, `b`, `a`, `+5` and `-0.5%` are understood, and leaving the field puts it on the grid, away from trading. */
export function PriceInput({ market, side, references, isFilled, ...rest }: PriceProps) {
  const settle = (): void => {
    const read = readPrice(useTicket.getState().draft[rest.name], market, side, references);
    if (read.ok) editTicket({ [rest.name]: fieldText(stepsText(read.ticks, market.tick)) });
  };
  const key = (event: KeyboardEvent<HTMLInputElement>): void => {
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    editTicket({ [rest.name]: stepPrice(useTicket.getState().draft[rest.name], market, event.shiftKey ? step * 10 : step, references) });
  };
  return <TextInput {...rest} isFlashing={isFilled ?? false} unit={rest.unit ?? text.quote} onKey={key} onLeave={settle} />;
}

export const Check = ({ name, label, disabled = false }: { name: 'reduceOnly' | 'allowImmediate'; label: string; disabled?: boolean }) => {
  const value = useTicket((t) => t.draft[name]);
  return (
    <label className="check">
      <input type="checkbox" checked={value} disabled={disabled} onChange={(event) => editTicket({ [name]: event.target.checked })} />
      {label}
    </label>
  );
};

/** A few choices side by side. */
export function Segments<Id extends string>({ label, ids, words, chosen, onChoose }: { label: string; ids: readonly Id[]; words: Readonly<Record<Id, string>>; chosen: Id; onChoose: (id: Id) => void }) {
  return (
    <div className="segments" role="radiogroup" aria-label={label}>
      {ids.map((id) => (
        <button key={id} type="button" role="radio" aria-checked={chosen === id} onClick={() => onChoose(id)}>
          {words[id]}
        </button>
      ))}
    </div>
  );
}
