import { type FormEvent, type ReactNode, useState } from 'react';
import { type Problem, readPrice, type Side } from '@/lib/orders';
import { absOf, exampleNumber, fieldText, formatMoney, isUnclear, readNumber, stepsText } from '@/lib/numbers';
import { text as everywhere } from '@/text/en';
import { sayProblem, sayUnclear } from '@/text/fields';
import { tables as text } from '@/text/tables';
import { amendOrder, cancelOrder, changeMargin, closeEverything, closePosition, placeOrder, reversePosition } from '@/trading/actions';
import { orderWords } from '@/trading/words';
import { Dialog } from '@/ui/Dialog';
import { exactSizeText, wirePriceText } from '@/ui/numbers';
import { SendButton } from '@/ui/OnceButton';
import type { OpenPosition } from './facts';

interface Props {
  readonly position: OpenPosition;
  readonly onClose: () => void;
}

const Footer = ({ onClose, label, isOff = false }: { onClose: () => void; label: string; isOff?: boolean }) => (
  <>
    <button type="button" className="btn" onClick={onClose}>
      {everywhere.back}
    </button>
    <SendButton form="act" className="btn primary" disabled={isOff}>
      {label}
    </SendButton>
  </>
);

const Form = ({ onSend, children }: { onSend: () => void; children: ReactNode }) => (
  <form
    id="act"
    className="grid gap-3"
    onSubmit={(event: FormEvent) => {
      event.preventDefault();
      onSend();
    }}
  >
    {children}
  </form>
);

const shares = [25, 50, 75, 100];

export function CloseDialog({ position, onClose }: Props) {
  const [share, setShare] = useState(100);
  const { market, pnl, value } = position;
  const part = (amount: bigint): bigint => (amount * BigInt(share)) / 100n;
  const fee = value === null ? null : part((value * market.takerFee) / 1_000_000_000n);
  return (
    <Dialog title={text.closeDialog.title(market.name)} onClose={onClose} footer={<Footer onClose={onClose} label={text.closeDialog.send(share)} />}>
      <Form
        onSend={() => {
          onClose();
          void closePosition(market.name, share);
        }}
      >
        <output className="big-number">{share}&thinsp;%</output>
        <input type="range" className="slider" min={1} max={100} value={share} aria-label={text.closeDialog.share} onChange={(event) => setShare(Number(event.target.value))} />
        <div className="row centred">
          {shares.map((s) => (
            <button key={s} type="button" className="btn sm" aria-pressed={s === share} onClick={() => setShare(s)}>
              {s}&thinsp;%
            </button>
          ))}
        </div>
        <dl className="preview">
          <div>
            <dt>{text.closeDialog.pnl}</dt>
            <dd className={pnl !== null && pnl < 0n ? 'down' : 'up'}>{pnl === null ? '—' : formatMoney(part(pnl), { sign: true })}</dd>
          </div>
          <div>
            <dt>{text.closeDialog.fee}</dt>
            <dd>{fee === null ? '—' : formatMoney(fee, { rounding: 'up' })}</dd>
          </div>
        </dl>
      </Form>
    </Dialog>
  );
}

/** Turning a position round is two trades in one, and asks like a market order does. */
export function ReverseDialog({ position, onClose }: Props) {
  const { market, lots, pnl, value } = position;
  const size = `${exactSizeText(absOf(lots), market.lot)} ${market.base}`;
  return (
    <Dialog title={text.reverseDialog.title(market.name)} onClose={onClose} footer={<Footer onClose={onClose} label={text.reverseDialog.send} />}>
      <Form
        onSend={() => {
          onClose();
          void reversePosition(market.name);
        }}
      >
        <p>{text.reverseDialog.text(lots > 0n ? text.long : text.short, lots > 0n ? text.short : text.long, size)}</p>
        <dl className="preview">
          <div>
            <dt>{text.closeDialog.pnl}</dt>
            <dd className={pnl !== null && pnl < 0n ? 'down' : 'up'}>{pnl === null ? '—' : formatMoney(pnl, { sign: true })}</dd>
          </div>
          <div>
            <dt>{text.closeDialog.fee}</dt>
            <dd>{value === null ? '—' : formatMoney((2n * value * market.takerFee) / 1_000_000_000n, { rounding: 'up' })}</dd>
          </div>
        </dl>
      </Form>
    </Dialog>
  );
}

/** Closes every position, or, where only one market is shown, the one in it. */
export function CloseAllDialog({ count, only, onClose }: { count: number; only: string | null; onClose: () => void }) {
  return (
    <Dialog title={only === null ? text.closeAllDialog.title : text.closeDialog.title(only)} onClose={onClose} footer={<Footer onClose={onClose} label={only === null ? text.closeAllDialog.send : text.closeDialog.send(100)} />}>
      <Form
        onSend={() => {
          onClose();
          void (only === null ? closeEverything() : closePosition(only, 100));
        }}
      >
        <p>{text.closeAllDialog.text(count, only)}</p>
      </Form>
    </Dialog>
  );
}

/** Take-profit and stop of a whole position: what was there is moved, what is new is placed, what was emptied is cancelled. */
export function ExitsDialog({ position, onClose }: Props) {
  const { market, exits, lots, mark } = position;
  const side: Side = lots > 0n ? 'sell' : 'buy';
  const known = { takeProfit: exits.find((o) => o.trigger === 'takeProfit'), stop: exits.find((o) => o.trigger === 'stop') };
  const first = { takeProfit: fieldText(known.takeProfit?.triggerPrice ?? ''), stop: fieldText(known.stop?.triggerPrice ?? '') };
  const [typed, setTyped] = useState(first);
  const references = { mark, bid: null, ask: null };
  const read = { takeProfit: readPrice(typed.takeProfit, market, side, references), stop: readPrice(typed.stop, market, side, references) };
  const whyOf = (name: 'takeProfit' | 'stop'): Pick<Problem, 'code' | 'bound'> => (isUnclear(typed[name]) ? { code: 'unclear', bound: exampleNumber() } : { code: 'notAPrice' });
  const isBad = (name: 'takeProfit' | 'stop'): boolean => typed[name].trim() !== '' && !read[name].ok;
  const apply = async (name: 'takeProfit' | 'stop'): Promise<void> => {
    const order = known[name];
    const level = read[name];
    if (typed[name].trim() === '') {
      if (order) await cancelOrder(order, orderWords(order, market));
      return;
    }
    if (!level.ok) return;
    const triggerPrice = stepsText(level.ticks, market.tick);
    if (order?.triggerPrice === triggerPrice) return;
    if (order) await amendOrder(order, { triggerPrice }, orderWords(order, market));
    else await placeOrder({ type: name, market: market.name, side, triggerPrice, position: true }, `${name === 'stop' ? text.sl : text.tp} ${market.name} ${wirePriceText(triggerPrice, market)}`);
  };
  return (
    <Dialog title={text.exitsDialog.title(market.name)} onClose={onClose} footer={<Footer onClose={onClose} label={text.exitsDialog.set} isOff={isBad('takeProfit') || isBad('stop')} />}>
      <Form
        onSend={() => {
          onClose();
          void apply('takeProfit').then(() => apply('stop'));
        }}
      >
        <p className="soft">{text.exitsDialog.text}</p>
        {(['takeProfit', 'stop'] as const).map((name) => (
          <div className="field" key={name}>
            <label htmlFor={`exit-${name}`}>{name === 'stop' ? text.sl : text.tp}</label>
            <div className="input" data-invalid={isBad(name) || undefined}>
              <input id={`exit-${name}`} value={typed[name]} inputMode="decimal" autoComplete="off" placeholder={text.exitsDialog.empty} onChange={(event) => setTyped({ ...typed, [name]: event.target.value })} />
              <span className="unit">USDC</span>
            </div>
            {isBad(name) && <span className="note bad">{sayProblem({ field: name === 'stop' ? 'stopLoss' : 'takeProfit', ...whyOf(name) })}</span>}
          </div>
        ))}
      </Form>
    </Dialog>
  );
}

export function MarginDialog({ position, onClose }: Props) {
  const [amount, setAmount] = useState('');
  const [isMore, setMore] = useState(true);
  const { market, margin } = position;
  const read = readNumber(amount) ?? '';
  const isGood = /^\d+(\.\d{1,6})?$/.test(read) && Number(read) > 0;
  return (
    <Dialog title={text.marginDialog.title(market.name)} onClose={onClose} footer={<Footer onClose={onClose} label={isMore ? text.marginDialog.add : text.marginDialog.remove} isOff={!isGood} />}>
      <Form
        onSend={() => {
          onClose();
          void changeMargin(market.name, read, isMore);
        }}
      >
        <div className="segments" role="radiogroup" aria-label={text.marginDialog.title(market.name)}>
          {[true, false].map((more) => (
            <button key={String(more)} type="button" role="radio" aria-checked={isMore === more} onClick={() => setMore(more)}>
              {more ? text.marginDialog.add : text.marginDialog.remove}
            </button>
          ))}
        </div>
        <div className="field">
          <label htmlFor="margin-amount">{text.marginDialog.amount}</label>
          <div className="input">
            <input id="margin-amount" value={amount} inputMode="decimal" autoComplete="off" onChange={(event) => setAmount(event.target.value)} />
            <span className="unit">USDC</span>
          </div>
          {isUnclear(amount) && <span className="note bad">{sayUnclear(exampleNumber())}</span>}
        </div>
        <p className="soft">
          {text.marginDialog.now}: {formatMoney(absOf(margin))}. {text.marginDialog.text}
        </p>
      </Form>
    </Dialog>
  );
}
