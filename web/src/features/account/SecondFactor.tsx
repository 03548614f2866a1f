import { useState } from 'react';
import { api } from '@/api/client';
import type { SecondFactorWire } from '@/api/types';
import { Answer } from '@/features/common/Answer';
import { CodeForm } from '@/features/common/CodeForm';
import { useMoment } from '@/features/common/useMoment';
import { useRequest } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { text } from '@/text/en';
import { entryText } from '@/text/entry';
import { Card } from '@/ui/Card';
import { Dialog } from '@/ui/Dialog';
import { FactorReset } from './FactorReset';
import { FactorWaits } from './FactorWaits';
import { RecoveryCodes } from './RecoveryCodes';
import { SetUpFactor } from './SetUpFactor';

const words = entryText.factor;
/** So few recovery codes are worth a word. */
const Few = 3;

type Step = 'setUp' | 'renew' | 'off' | { readonly codes: readonly string[] } | null;

export function SecondFactor() {
  const factor = useRequest<SecondFactorWire>('/auth/second-factor');
  const [step, setStep] = useState<Step>(null);
  const close = (): void => setStep(null);
  const showCodes = (codes: readonly string[]): void => {
    factor.again();
    setStep({ codes });
  };
  const renew = async (code: string): Promise<void> => showCodes((await api.post<{ recoveryCodes: string[] }>('/auth/second-factor/recovery-codes', { code })).recoveryCodes);
  const turnOff = async (code: string): Promise<void> => {
    await api.post('/auth/second-factor/off', { code });
    toast({ title: words.turnedOff });
    factor.again();
    close();
  };
  return (
    <Card title={words.title}>
      <div className="card-body">
        <p>{words.about}</p>
        <Answer of={factor}>{(told) => <Standing of={told} onStep={setStep} onStopped={factor.again} />}</Answer>
      </div>
      {step === 'setUp' && <SetUpFactor hasWallet={factor.value?.wallet ?? false} onClose={close} onCodes={showCodes} />}
      {step === 'renew' && <ByCode title={words.renew} lead={words.renewLead} act={words.renew} onCode={renew} onClose={close} />}
      {step === 'off' && <ByCode title={words.turnOff} lead={words.offLead} act={words.turnOff} onCode={turnOff} onClose={close} />}
      {step !== null && typeof step === 'object' && <RecoveryCodes codes={step.codes} onClose={close} />}
    </Card>
  );
}

function Standing({ of, onStep, onStopped }: { of: SecondFactorWire; onStep: (step: Step) => void; onStopped: () => void }) {
  const moment = useMoment();
  const reset = of.resetAt !== undefined && <FactorReset at={of.resetAt} of={of.resetOf ?? 'secondFactor'} onStopped={onStopped} />;
  if (of.waitsUntil !== undefined)
    return (
      <>
        {reset}
        <FactorWaits until={of.waitsUntil} onStopped={onStopped} />
      </>
    );
  if (!of.on)
    return (
      <>
        {reset}
        {of.wallet && <p>{words.walletLead}</p>}
        <div className="lineup">
          <span className={of.wallet ? 'pill ok' : 'pill'}>{of.wallet ? words.wallet : words.off}</span>
          <button type="button" className="btn primary" onClick={() => onStep('setUp')}>
            {words.setUp}
          </button>
        </div>
      </>
    );
  return (
    <>
      {reset}
      <div className="lineup">
        <span className="pill ok">{of.since === undefined ? words.isOn : words.on(moment(of.since))}</span>
        <span className={of.recoveryCodesLeft <= Few ? 'note bad' : 'note'}>
          {words.left(of.recoveryCodesLeft)} {of.recoveryCodesLeft <= Few && words.few}
        </span>
      </div>
      <div className="lineup">
        <button type="button" className="btn" onClick={() => onStep('renew')}>
          {words.renew}
        </button>
        <button type="button" className="btn danger" onClick={() => onStep('off')}>
          {words.turnOff}
        </button>
      </div>
    </>
  );
}

/** Something that a code of the second factor opens. */
function ByCode({ title, lead, act, onCode, onClose }: { title: string; lead: string; act: string; onCode: (code: string) => Promise<void>; onClose: () => void }) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{lead}</p>
      <p>{entryText.code.lead}</p>
      <CodeForm onCode={onCode}>
        {(isBusy) => (
          <div className="lineup end">
            <button type="button" className="btn" onClick={onClose}>
              {text.back}
            </button>
            <button className="btn primary" disabled={isBusy}>
              {act}
            </button>
          </div>
        )}
      </CodeForm>
    </Dialog>
  );
}
