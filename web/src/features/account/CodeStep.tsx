import { go } from '@/app/router';
import { CodeForm } from '@/features/common/CodeForm';
import { signInByCode } from '@/stores/session';
import { entryText } from '@/text/entry';
import { DoorFrame } from './DoorFrame';

const words = entryText.code;

/** The second step of a sign-in. A challenge lasts some minutes; after that it begins again. */
export function CodeStep({ challenge, onRestart }: { challenge: string; onRestart: () => void }) {
  const show = async (code: string): Promise<void> => {
    await signInByCode(challenge, code);
    go('/trade');
  };
  return (
    <DoorFrame title={words.title}>
      <p>{words.lead}</p>
      <CodeForm onCode={show}>
        {(isBusy) => (
          <button className="btn primary lg" disabled={isBusy}>
            {words.act}
          </button>
        )}
      </CodeForm>
      <button type="button" className="link" onClick={onRestart}>
        {words.restart}
      </button>
    </DoorFrame>
  );
}
