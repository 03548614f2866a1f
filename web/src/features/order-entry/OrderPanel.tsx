import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Market } from '@/lib/markets/terms';
import { type Draft, type Kind, sendWords } from '@/lib/orders';
import { isOneClick, useOneClick } from '@/stores/oneClick';
import { usePreferences } from '@/stores/preferences';
import { isSignedIn, useSession } from '@/stores/session';
import { clearSent, editTicket } from '@/stores/ticket';
import { account, settingsIn } from '@/streams/account';
import { order as text } from '@/text/order';
import { placeOrder, setMarginMode } from '@/trading/actions';
import { Icon } from '@/ui/Icon';
import { Menu } from '@/ui/Menu';
import { AccountBox } from './AccountBox';
import { ConfirmDialog } from './ConfirmDialog';
import { Attached } from './Attached';
import { moveOn } from './fields';
import { Flags } from './Flags';
import { KindFields } from './KindFields';
import { LeverageDialog } from './LeverageDialog';
import { PreviewLines } from './PreviewLines';
import { reasonsToAsk } from './reasons';
import { Send } from './Send';
import { SizeField } from './SizeField';
import { type OrderOnScreen, useOrder } from './useOrder';
import { useWhyNot } from './useWhyNot';
import './order.css';

const front: readonly Kind[] = ['market', 'limit', 'stop'];
const others: readonly Kind[] = ['takeProfit', 'trailing', 'bracket', 'iceberg', 'twap', 'scale', 'close'];
const PressGapMs = 400;

export function OrderPanel({ market }: { market: Market }) {
  const isIn = useSession(isSignedIn);
  const order = useOrder(market, isIn);
  const oneClickUntil = useOneClick((o) => o.until);
  return (
    <section className="panel order-panel" aria-label={text.title} id="order-form" tabIndex={-1} data-one-click={oneClickUntil > 0 || undefined}>
      <div className="panel-head">
        <h2 className="panel-title">{text.title}</h2>
        <div className="grow" />
        {isIn && (order.isMissing ? <span className="note">{text.noEngine}</span> : order.preview && <span className="note engine"><Icon name="check" size={11} />{text.engine}</span>)}
      </div>
      <OrderForm market={market} order={order} isIn={isIn} />
      {isIn && <AccountBox />}
    </section>
  );
}

function OrderForm({ market, order, isIn }: { market: Market; order: OrderOnScreen; isIn: boolean }) {
  const { draft, outcome } = order;
  const [shownProblems, setShown] = useState(false);
  const [asks, setAsks] = useState<readonly string[] | null>(null);
  const [isBusy, setBusy] = useState(false);
  const pressed = useRef<{ at: number; words: string | null }>({ at: -Infinity, words: null });
  const askAbove = usePreferences((p) => p.askAbove);
  const confirms = usePreferences((p) => p.confirms);
  const whyNot = useWhyNot(market, draft, isIn);
  useEffect(() => setShown(false), [draft.kind, market.name]);

  const send = async (): Promise<void> => {
    setAsks(null);
    if (!outcome.ok || isBusy || whyNot !== null) return;
    setBusy(true);
    const isPlaced = await placeOrder(outcome.order.body, sendWords(outcome.order, draft, market));
    setBusy(false);
    if (isPlaced && draft.kind !== 'close') clearSent(draft);
  };
  const words = outcome.ok ? sendWords(outcome.order, draft, market) : null;
  const press = (event: FormEvent): void => {
    event.preventDefault();
    const now = performance.now();
    // A second press of the same hand, or a key that repeats, is not a second order: its name is made anew with each, so the venue would take both. Whoever means two presses twice,
    // which is what quick hands do, and is held up by no more than this moment. It is a time and not the count of a double click, because presses that follow on are all counted up.
    // Another order is no second press; a form that was cleared by the first one's answer is.
    const isAgain = now - pressed.current.at < PressGapMs && (words === null || words === pressed.current.words);
    if (isBusy || isAgain || whyNot !== null) return;
    pressed.current = { at: now, words };
    if (!outcome.ok) {
      setShown(true);
      document.querySelector<HTMLElement>(`#order-form [name=${outcome.problems[0]?.field ?? 'size'}]`)?.focus();
      return;
    }
    const reasons = reasonsToAsk(order, market, askAbove, confirms && !isOneClick());
    if (reasons === null) void send();
    else setAsks(reasons);
  };
  const problem: OrderOnScreen['problem'] = (field) => {
    const found = order.problem(field);
    // What is only missing is said when somebody wants to send; what is wrong is said at once.
    return found?.code === 'empty' && !shownProblems ? undefined : found;
  };
  return (
    <form className="order-form" onSubmit={press} onKeyDown={moveOn} noValidate>
      <div className="order-scroll">
        <Modes market={market} isIn={isIn} />
        <Sides draft={draft} />
        <Kinds draft={draft} />
        <KindFields draft={draft} market={market} references={order.references} problem={problem} />
        {draft.kind !== 'close' && <SizeField market={market} problem={problem('size')} price={order.price} most={order.most} />}
        <Flags draft={draft} problem={problem} />
        {(draft.kind === 'limit' || draft.kind === 'market' || draft.kind === 'iceberg') && <Attached draft={draft} market={market} order={order} problem={problem} />}
        <PreviewLines built={outcome.ok ? outcome.order : null} preview={order.preview} isOld={order.isOld} market={market} />
      </div>
      <Send words={words} order={order} market={market} isBusy={isBusy} whyNot={whyNot} />
      {asks && outcome.ok && words !== null && (
        <ConfirmDialog words={words} side={draft.side} reasons={asks} built={outcome.order} preview={order.preview} isOld={order.preview !== null && (order.isOld || !order.isOfThis)} market={market} onSend={() => void send()} onClose={() => setAsks(null)} />
      )}
    </form>
  );
}

function Modes({ market, isIn }: { market: Market; isIn: boolean }) {
  const settings = account.use((a) => settingsIn(a, market.name, market.maxLeverage));
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="pair">
      <Menu
        className="btn pick"
        label={text.mode}
        choices={(['cross', 'isolated'] as const).map((id) => ({ id, label: text.modes[id] }))}
        chosen={settings.mode}
        onChoose={(mode) => isIn && mode !== settings.mode && void setMarginMode(market.name, mode)}
      />
      <button type="button" className="btn pick" aria-label={`${text.leverageOf(settings.leverage)} ${text.leverage}`} onClick={() => setOpen(true)} disabled={!isIn}>
        <b>{text.leverageOf(settings.leverage)}</b> <span className="dim">{text.leverage}</span>
        <Icon name="chevron" size={12} />
      </button>
      {isOpen && <LeverageDialog market={market} now={settings.leverage} onClose={() => setOpen(false)} />}
    </div>
  );
}

const Sides = ({ draft }: { draft: Draft }) => (
  <div className="sides" role="radiogroup" aria-label={text.side}>
    {(['buy', 'sell'] as const).map((side) => (
      <button key={side} type="button" role="radio" className={side} aria-checked={draft.side === side} onClick={() => editTicket({ side })}>
        {text[side]} <kbd>{side === 'buy' ? 'B' : 'S'}</kbd>
      </button>
    ))}
  </div>
);

function Kinds({ draft }: { draft: Draft }) {
  const isOther = !front.includes(draft.kind);
  return (
    <div className="kinds">
      <div className="tabs" role="radiogroup" aria-label={text.type}>
        {front.map((kind) => (
          <button key={kind} type="button" role="radio" aria-checked={draft.kind === kind} aria-selected={undefined} className={draft.kind === kind ? 'on' : undefined} onClick={() => editTicket({ kind })}>
            {text.kinds[kind]}
          </button>
        ))}
      </div>
      <div className="grow" />
      <Menu label={text.more} className={isOther ? 'btn ghost sm on' : 'btn ghost sm'} choices={others.map((id) => ({ id, label: text.kinds[id] }))} chosen={draft.kind} onChoose={(kind) => editTicket({ kind: kind as Kind })}>
        {isOther ? text.kinds[draft.kind] : text.more}
      </Menu>
    </div>
  );
}
