import type { Asked } from '@/api/proof';
import type { SecondFactorWire } from '@/api/types';
import { BySignature } from '@/features/account/BySignature';
import { AgainBySignIn } from '@/features/account/AgainBySignIn';
import { CodeForm } from '@/features/common/CodeForm';
import { useRequest } from '@/stores/request';
import { putAwaySecondFactor, showCode, useStepUp } from '@/stores/step-up';
import { text } from '@/text/en';
import { entryText } from '@/text/entry';
import { Dialog } from '@/ui/Dialog';

const words = entryText.code;

/** Asks for the second factor wherever the venue wants it first; what was asked for then goes on by itself. */
export function StepUp() {
  const asked = useStepUp((s) => s.asked);
  if (asked === null) return null;
  switch (asked.for) {
    case 'code':
      return <ByCode asked={asked} />;
    case 'wallet':
      return <ByWallet asked={asked} />;
    case 'signIn':
      return <BySignIn asked={asked} />;
  }
}

/** A code; or, of whoever has a wallet too, its signature. */
function ByCode({ asked }: { asked: Asked }) {
  const hasWallet = useRequest<SecondFactorWire>('/auth/second-factor').value?.wallet ?? false;
  return (
    <Dialog title={words.stepUp} onClose={putAwaySecondFactor}>
      <p>{words.stepUpLead}</p>
      <p>{words.lead}</p>
      <CodeForm onCode={showCode}>
        {(isBusy) => (
          <div className="lineup end">
            <PutAway />
            <button className="btn primary" disabled={isBusy}>
              {words.act}
            </button>
          </div>
        )}
      </CodeForm>
      {hasWallet && (
        <div className="ways">
          <p className="ways-or">{entryText.ways.or}</p>
          {asked.text !== undefined && <p>{entryText.signing.withdrawal}</p>}
          <BySignature asked={asked} />
        </div>
      )}
    </Dialog>
  );
}

const ByWallet = ({ asked }: { asked: Asked }) => (
  <Dialog title={entryText.signing.title} onClose={putAwaySecondFactor}>
    <p>{asked.text === undefined ? words.stepUpLead : entryText.signing.withdrawal}</p>
    <div className="ways">
      <BySignature asked={asked} />
    </div>
    <div className="lineup end">
      <PutAway />
    </div>
  </Dialog>
);

/** How its owner comes in, shown once more. */
const BySignIn = ({ asked }: { asked: Asked }) => (
  <Dialog title={entryText.again.title} onClose={putAwaySecondFactor}>
    <p>{entryText.again.lead}</p>
    <AgainBySignIn asked={asked} />
    <div className="lineup end">
      <PutAway />
    </div>
  </Dialog>
);

const PutAway = () => (
  <button type="button" className="btn" onClick={putAwaySecondFactor}>
    {text.back}
  </button>
);
