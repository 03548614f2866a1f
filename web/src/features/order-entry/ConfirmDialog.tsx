import type { Market } from '@/lib/markets/terms';
import type { Built } from '@/lib/orders';
import { order as text } from '@/text/order';
import type { PreviewWire } from '@/trading/preview';
import { Dialog } from '@/ui/Dialog';
import { OnceButton } from '@/ui/OnceButton';
import { PreviewLines } from './PreviewLines';

interface Props {
  readonly words: string;
  readonly side: 'buy' | 'sell';
  readonly reasons: readonly string[];
  readonly built: Built;
  readonly preview: PreviewWire | null;
  readonly isOld: boolean;
  readonly market: Market;
  readonly onSend: () => void;
  readonly onClose: () => void;
}

/** The whole order once more, with the reason for asking first. The way back is not called "cancel": that word belongs to orders. */
export function ConfirmDialog({ words, side, reasons, built, preview, isOld, market, onSend, onClose }: Props) {
  return (
    <Dialog
      title={text.confirm.title}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {text.confirm.goBack}
          </button>
          <OnceButton className={`btn ${side}`} data-autofocus onPress={onSend}>
            {words}
          </OnceButton>
        </>
      }
    >
      {reasons.map((reason) => (
        <p key={reason} className="warn">
          {reason}
        </p>
      ))}
      <b>{words}</b>
      <PreviewLines built={built} preview={preview} isOld={isOld} market={market} />
    </Dialog>
  );
}
