import { CodeForm } from '@/features/common/CodeForm';
import { putAwaySecondFactor, showSecondFactor, useStepUp } from '@/stores/step-up';
import { text } from '@/text/en';
import { entryText } from '@/text/entry';
import { Dialog } from '@/ui/Dialog';

const words = entryText.code;

/** Asks for the second factor wherever the venue wants it first; what was asked for then goes on by itself. */
export function StepUp() {
  const isAsked = useStepUp((s) => s.isAsked);
  if (!isAsked) return null;
  return (
    <Dialog title={words.stepUp} onClose={putAwaySecondFactor}>
      <p>{words.stepUpLead}</p>
      <p>{words.lead}</p>
      <CodeForm onCode={showSecondFactor}>
        {(isBusy) => (
          <div className="lineup end">
            <button type="button" className="btn" onClick={putAwaySecondFactor}>
              {text.back}
            </button>
            <button className="btn primary" disabled={isBusy}>
              {words.act}
            </button>
          </div>
        )}
      </CodeForm>
    </Dialog>
  );
}
