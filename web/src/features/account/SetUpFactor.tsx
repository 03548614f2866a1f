import { type FormEvent, useState } from 'react';
import { api } from '@/api/client';
import { CodeForm } from '@/features/common/CodeForm';
import { Refused } from '@/features/common/Refused';
import { useAct } from '@/stores/request';
import { askSecondFactor } from '@/stores/step-up';
import { text } from '@/text/en';
import { entryText } from '@/text/entry';
import { Dialog } from '@/ui/Dialog';
import { QrCode } from '@/ui/QrCode';
import { Copied } from './Copied';
import { PasswordField } from './PasswordField';

const words = entryText.factor;

interface EnrolmentWire {
  readonly secret: string;
  readonly uri: string;
}

/** The password, then the secret for the app, then a code that shows that the app has it. */
export function SetUpFactor({ hasWallet, onClose, onCodes }: { hasWallet: boolean; onClose: () => void; onCodes: (codes: readonly string[]) => void }) {
  const [given, setGiven] = useState<EnrolmentWire | null>(null);
  const confirm = async (code: string): Promise<void> => onCodes((await api.post<{ recoveryCodes: string[] }>('/auth/second-factor/confirm', { code })).recoveryCodes);
  return (
    <Dialog title={words.setUp} onClose={onClose}>
      {given === null ? (
        <>
          {hasWallet && <WalletFirst />}
          <Password onGiven={setGiven} onClose={onClose} />
        </>
      ) : (
        <>
          <p>{words.scan}</p>
          <QrCode text={given.uri} label={words.qr} />
          <Copied label={words.secret} value={given.secret} />
          <p>{words.confirm}</p>
          <CodeForm onCode={confirm}>{(isBusy) => <Buttons act={words.confirmAct} isBusy={isBusy} onClose={onClose} />}</CodeForm>
        </>
      )}
    </Dialog>
  );
}

/** A wallet that signed until now signs for the app that takes its place; without that its owner waits. */
function WalletFirst() {
  const [isSigned, setSigned] = useState(false);
  if (isSigned) return <p className="note">{words.walletSigned}</p>;
  return (
    <>
      <p>{words.walletWaits}</p>
      <button type="button" className="btn" onClick={() => void askSecondFactor({ for: 'wallet' }).then((shown) => setSigned(shown !== null))}>
        {entryText.signing.title}
      </button>
    </>
  );
}

function Password({ onGiven, onClose }: { onGiven: (given: EnrolmentWire) => void; onClose: () => void }) {
  const [password, setPassword] = useState('');
  const act = useAct();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void act.run(async () => onGiven(await api.post<EnrolmentWire>('/auth/second-factor', password === '' ? {} : { password })));
  };
  return (
    <form className="stack" onSubmit={send}>
      <PasswordField label={words.password} autoComplete="current-password" value={password} onChange={setPassword} hint={words.passwordHint} isOptional />
      {act.problem?.code === 'WRONG_CREDENTIALS' ? (
        <p className="note bad" role="alert">
          {words.wrongPassword}
        </p>
      ) : (
        <Refused problem={act.problem} />
      )}
      <Buttons act={words.begin} isBusy={act.isBusy} onClose={onClose} />
    </form>
  );
}

const Buttons = ({ act, isBusy, onClose }: { act: string; isBusy: boolean; onClose: () => void }) => (
  <div className="lineup end">
    <button type="button" className="btn" onClick={onClose}>
      {text.back}
    </button>
    <button className="btn primary" disabled={isBusy}>
      {act}
    </button>
  </div>
);
