import { type FormEvent, useState } from 'react';
import type { Asked } from '@/api/proof';
import type { SecondFactorWire } from '@/api/types';
import { Refused } from '@/features/common/Refused';
import { useAct, useRequest } from '@/stores/request';
import { showPassword } from '@/stores/step-up';
import { entryText } from '@/text/entry';
import { BySignature } from './BySignature';
import { depart } from './journey';
import { PasswordField } from './PasswordField';
import { useProviders } from './providers';

const words = entryText.again;

/** The ways by which this person comes in, any of which shows that the session is his. */
export function AgainBySignIn({ asked }: { asked: Asked }) {
  const ways = useRequest<SecondFactorWire>('/auth/second-factor').value?.freshBy;
  const providers = useProviders();
  const act = useAct();
  if (ways === undefined) return null;
  return (
    <>
      {ways.length === 0 && <p>{words.none}</p>}
      {ways.includes('password') && <ByPassword />}
      <div className="ways">
        {providers
          .filter(({ provider }) => ways.some((way) => way.toLowerCase() === provider))
          .map(({ provider, label }) => (
            <button key={provider} type="button" className="btn lg" disabled={act.isBusy} onClick={() => void act.run(() => depart(provider, 'fresh'))}>
              {entryText.ways.with(label)}
            </button>
          ))}
        {ways.includes('wallet') && <BySignature asked={asked} />}
        <Refused problem={act.problem} />
      </div>
    </>
  );
}

function ByPassword() {
  const [password, setPassword] = useState('');
  const act = useAct();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void act.run(() => showPassword(password));
  };
  return (
    <form className="stack" onSubmit={send}>
      <PasswordField label={entryText.factor.password} autoComplete="current-password" value={password} onChange={setPassword} />
      {act.problem?.code === 'WRONG_CREDENTIALS' ? (
        <p className="note bad" role="alert">
          {entryText.factor.wrongPassword}
        </p>
      ) : (
        <Refused problem={act.problem} />
      )}
      <button className="btn primary lg" disabled={act.isBusy}>
        {words.act}
      </button>
    </form>
  );
}
