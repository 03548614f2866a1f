import { useState } from 'react';
import { Link } from '@/app/Link';
import type { Market } from '@/lib/markets/terms';
import { fieldText, stepsText } from '@/lib/numbers';
import { setOneClick, useOneClick } from '@/stores/oneClick';
import { editTicket } from '@/stores/ticket';
import { order as text } from '@/text/order';
import { sayRefusal } from '@/text/refusals';
import { depositPaper } from '@/trading/actions';
import { Icon } from '@/ui/Icon';
import { OnceButton } from '@/ui/OnceButton';
import { OneClickDialog } from './OneClickDialog';
import type { OrderOnScreen } from './useOrder';
import type { WhyNot } from './useWhyNot';

const PaperAmount = '5000';

interface Props {
  readonly words: string | null;
  readonly order: OrderOnScreen;
  readonly market: Market;
  readonly isBusy: boolean;
  readonly whyNot: WhyNot | null;
}

/** The foot of the form, which never scrolls away: what the engine has against the order, and the button. */
export function Send({ words, order, market, isBusy, whyNot }: Props) {
  const [isAsking, setAsking] = useState(false);
  const until = useOneClick((o) => o.until);
  if (whyNot === 'signIn') {
    return (
      <div className="order-foot">
        <Link to="/sign-in" className="btn primary lg">
          {text.send.signIn}
        </Link>
        <p className="note">{text.signedOut}</p>
      </div>
    );
  }
  if (whyNot === 'fund') {
    return (
      <div className="order-foot">
        <OnceButton className="btn primary lg" onPress={() => void depositPaper(PaperAmount)}>
          {text.send.fund}
        </OnceButton>
      </div>
    );
  }
  return (
    <div className="order-foot">
      <Refusal order={order} market={market} />
      <button type="submit" className={words === null && whyNot === null ? 'btn lg' : `btn lg ${order.draft.side}`} disabled={isBusy || whyNot !== null}>
        {isBusy ? text.send.busy : whyNot !== null ? text.send[whyNot] : (words ?? text.send.incomplete)}
        {words !== null && !isBusy && whyNot === null && <kbd className="desk-only">Ctrl ⏎</kbd>}
      </button>
      <button type="button" className={until > 0 ? 'one-click on' : 'one-click'} aria-pressed={until > 0} onClick={() => (until > 0 ? setOneClick(false) : setAsking(true))}>
        <Icon name="bolt" size={11} /> {until > 0 ? text.oneClick.on : text.oneClick.off}
      </button>
      {isAsking && <OneClickDialog onClose={() => setAsking(false)} />}
    </div>
  );
}

/** Why the engine would refuse, in a line or two that are kept free for it: the button below stays where it is. All of it is told on hover, and when it is sent. */
function Refusal({ order: { preview, isOfThis, most }, market }: { order: OrderOnScreen; market: Market }) {
  const refusal = preview?.accepted === false && isOfThis ? preview.error : undefined;
  const said = refusal && sayRefusal({ ...refusal, message: refusal.message ?? refusal.code });
  const use = most !== null && most > 0 && refusal?.code === 'INSUFFICIENT_MARGIN' ? stepsText(most, market.lot) : null;
  return (
    <div className="refusal-line" role="status">
      {said && (
        <p className="refusal" title={said}>
          <span>{said}</span>
          {use !== null && (
            <button type="button" className="btn sm" onClick={() => editTicket({ size: fieldText(use), sizeUnit: 'base' })}>
              {text.use(use)}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
