import { type FormEvent, type ReactNode, useState } from 'react';
import { useAct } from '@/stores/request';
import { entryText } from '@/text/entry';
import { Field } from '@/ui/Field';
import { Refused } from './Refused';

const words = entryText.code;

/** Takes a code of the second factor; a wrong one can be followed by another. */
export function CodeForm({ id, onCode, children }: { id?: string; onCode: (code: string) => Promise<void>; children?: (isBusy: boolean) => ReactNode }) {
  const [code, setCode] = useState('');
  const act = useAct();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!(await act.run(() => onCode(code.replace(/\s/g, ''))))) setCode('');
  };
  return (
    <form id={id} className="stack" onSubmit={(event) => void send(event)}>
      <Field label={words.label} value={code} required autoFocus data-autofocus maxLength={40} autoComplete="one-time-code" autoCapitalize="off" spellCheck={false} placeholder={words.hint} onChange={(e) => setCode(e.target.value)} />
      {act.problem?.code === 'WRONG_CREDENTIALS' ? (
        <p className="note bad" role="alert">
          {words.wrong}
        </p>
      ) : (
        <Refused problem={act.problem} />
      )}
      {children?.(act.isBusy)}
    </form>
  );
}
