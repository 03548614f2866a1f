import { type ReactNode, useState } from 'react';
import { accountText } from '@/text/account';
import { Field } from '@/ui/Field';

interface Props {
  readonly label: string;
  readonly autoComplete: 'current-password' | 'new-password';
  readonly value: string;
  readonly hint?: ReactNode;
  readonly bad?: string | null;
  /** Who signs in another way may have none. */
  readonly isOptional?: boolean;
  onChange(value: string): void;
}

/** A password that can be looked at while it is typed. */
export function PasswordField({ onChange, isOptional = false, ...field }: Props) {
  const [isShown, setShown] = useState(false);
  const eye = (
    <button type="button" className="btn ghost sm" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
      {isShown ? accountText.doors.hidden : accountText.doors.shown}
    </button>
  );
  return <Field {...field} type={isShown ? 'text' : 'password'} required={!isOptional} maxLength={256} unit={eye} onChange={(e) => onChange(e.target.value)} />;
}
