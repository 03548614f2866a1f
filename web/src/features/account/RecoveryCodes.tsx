import { toast } from '@/stores/toasts';
import { accountText } from '@/text/account';
import { entryText } from '@/text/entry';
import { Dialog } from '@/ui/Dialog';
import { OnceButton } from '@/ui/OnceButton';

const words = entryText.factor;

/** Shown once; whoever closes this has kept them or has not. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const copy = (): void => void navigator.clipboard.writeText(codes.join('\n')).then(() => toast({ title: accountText.keys.copied }));
  const footer = (
    <>
      <button type="button" className="btn" onClick={copy}>
        {words.copy}
      </button>
      <OnceButton className="btn primary" onPress={onClose}>
        {words.kept}
      </OnceButton>
    </>
  );
  return (
    <Dialog title={words.codes} onClose={onClose} footer={footer}>
      <p>{words.codesLead}</p>
      <ul className="recovery num">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
