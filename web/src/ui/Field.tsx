import { type InputHTMLAttributes, type ReactNode, useId } from 'react';

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> {
  readonly label: string;
  readonly unit?: ReactNode;
  readonly hint?: ReactNode;
  readonly bad?: string | null;
}

/** A labelled input; hint and complaint are tied to it, so that they are read out with it. */
export function Field({ label, unit, hint, bad = null, ...input }: Props) {
  const id = useId();
  const says = bad ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input" data-invalid={bad !== null}>
        <input id={id} aria-invalid={bad !== null || undefined} aria-describedby={says ? `${id}-says` : undefined} {...input} />
        {unit && <span className="unit">{unit}</span>}
      </div>
      {says && (
        <span id={`${id}-says`} className={bad === null ? 'note' : 'note bad'}>
          {says}
        </span>
      )}
    </div>
  );
}
