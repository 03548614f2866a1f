import { toast } from '@/stores/toasts';
import { accountText } from '@/text/account';

const words = accountText.keys;

/** Something to be kept, with a button that copies it. */
export function Copied({ label, value }: { label: string; value: string }) {
  const copy = (): void => void navigator.clipboard.writeText(value).then(() => toast({ title: words.copied }));
  return (
    <div className="field">
      <span className="field-label">{label}</span>
      <div className="secret">
        <code>{value}</code>
        <button type="button" className="btn sm" aria-label={`${words.copy}: ${label}`} onClick={copy}>
          {words.copy}
        </button>
      </div>
    </div>
  );
}
