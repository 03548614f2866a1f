import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link } from '@/app/Link';
import type { Market } from '@/lib/markets/terms';
import { type Draft, emptyDraft, type Kind, sendWords } from '@/lib/orders';
import { parseDecimalDown, stepsText } from '@/lib/numbers';
import { isOneClick, setOneClick, useOneClick } from '@/stores/oneClick';
import { usePreferences } from '@/stores/preferences';
import { isSignedIn, useSession } from '@/stores/session';
import { editTicket } from '@/stores/ticket';
import { account, settingsIn } from '@/streams/account';
import { link } from '@/streams/connection';
import { markets } from '@/streams/markets';
import { order as text } from '@/text/order';
import { sayRefusal } from '@/text/refusals';
import { depositPaper, placeOrder, setMarginMode } from '@/trading/actions';
import { Icon } from '@/ui/Icon';
import { Menu } from '@/ui/Menu';
import { OnceButton } from '@/ui/OnceButton';
import { AccountBox } from './AccountBox';
import { ConfirmDialog } from './ConfirmDialog';
import { Attached } from './Attached';
import { moveOn } from './fields';
import { Flags } from './Flags';
import { KindFields } from './KindFields';
import { LeverageDialog } from './LeverageDialog';
import { OneClickDialog } from './OneClickDialog';
import { distanceToLiquidation, percentText, PreviewLines } from './PreviewLines';
import { SizeField } from './SizeField';
import { type OrderOnScreen, useOrder } from './useOrder';
import './order.css';

const front: readonly Kind[] = ['market', 'limit', 'stop'];
const others: readonly Kind[] = ['takeProfit', 'trailing', 'bracket', 'iceberg', 'twap', 'scale', 'close'];
const PressGapMs = 400;
const NearPercent = 3;
const PaperAmount = '5000';

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
  useEffect(() => setShown(false), [draft.kind, market.name]);

  const send = async (): Promise<void> => {
    setAsks(null);
    if (!outcome.ok || isBusy) return;
    setBusy(true);
    const isPlaced = await placeOrder(outcome.order.body, sendWords(outcome.order, draft, market));
    setBusy(false);
    // Exits belong to the order they went with: left behind, they would go with the next one unseen.
    if (isPlaced && draft.kind !== 'close') editTicket({ size: '', takeProfit: '', stopLoss: '', stopTrail: '', targets: emptyDraft.targets });
  };
  const words = outcome.ok ? sendWords(outcome.order, draft, market) : null;
  const press = (event: FormEvent): void => {
    event.preventDefault();
    const now = performance.now();
    // A second press of the same hand, or a key that repeats, is not a second order: its name is made anew with each, so the venue would take both. Whoever means two presses twice,
    // which is what quick hands do, and is held up by no more than this moment. It is a time and not the count of a double click, because presses that follow on are all counted up.
    // Another order is no second press; a form that was cleared by the first one's answer is.
    const isAgain = now - pressed.current.at < PressGapMs && (words === null || words === pressed.current.words);
    if (isBusy || isAgain) return;
    pressed.current = { at: now, words };
    if (!outcome.ok) {
      setShown(true);
      document.querySelector<HTMLElement>(`#order-form [name=${outcome.problems[0]?.field ?? 'size'}]`)?.focus();
      return;
    }
    const reasons = reasonsToAsk(order, market, askAbove, confirms);
    if (reasons === null) void send();
    else setAsks(reasons);
  };
  const problem: OrderOnScreen['problem'] = (field) => {
    const found = order.problem(field);
    // What is only missing is said when somebody wants to send; what is wrong is said at once.
    return found?.code === 'empty' && !shownProblems ? undefined : found;
  };
  const refusal = order.preview?.accepted === false ? order.preview.error : undefined;
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
        {refusal && (
          <p className="refusal" role="status">
            {sayRefusal({ ...refusal, message: refusal.message ?? refusal.code })}
            {order.most !== null && order.most > 0 && refusal.code === 'INSUFFICIENT_MARGIN' && <UseMost order={order} market={market} />}
          </p>
        )}
        <PreviewLines built={outcome.ok ? outcome.order : null} preview={order.preview} isOld={order.isOld} market={market} />
      </div>
      <Send words={words} draft={draft} market={market} isBusy={isBusy} isIn={isIn} />
      {asks && outcome.ok && words !== null && (
        <ConfirmDialog words={words} side={draft.side} reasons={asks} built={outcome.order} preview={order.preview} market={market} onSend={() => void send()} onClose={() => setAsks(null)} />
      )}
    </form>
  );
}

/** Why this order is shown once more before it goes; null when it goes at once. */
function reasonsToAsk({ outcome, draft, preview }: OrderOnScreen, market: Market, askAbove: number, confirms: boolean): readonly string[] | null {
  if (!outcome.ok) return null;
  const reasons: string[] = [];
  const { price, lots } = outcome.order;
  const worth = price === null ? (parseDecimalDown(preview?.orders[0]?.notional ?? '0', 6) ?? 0n) : BigInt(price) * BigInt(lots) * market.tickLotValue;
  if (worth > BigInt(askAbove) * 1_000_000n) reasons.push(text.confirm.above(askAbove.toLocaleString('en-US')));
  const distance = draft.reduceOnly || draft.kind === 'close' ? null : distanceToLiquidation(preview, market);
  if (distance !== null && distance < NearPercent) reasons.push(text.confirm.near(percentText(distance)));
  const isUsual = confirms && !isOneClick() && (draft.kind === 'market' || draft.kind === 'close');
  return reasons.length > 0 || isUsual ? reasons : null;
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

const UseMost = ({ order, market }: { order: OrderOnScreen; market: Market }) => {
  const words = stepsText(order.most ?? 0, market.lot);
  return (
    <button type="button" className="btn sm" onClick={() => editTicket({ size: words, sizeUnit: 'base' })}>
      {text.use(words)}
    </button>
  );
};

function Send({ words, draft, market, isBusy, isIn }: { words: string | null; draft: Draft; market: Market; isBusy: boolean; isIn: boolean }) {
  const state = link.use((l) => l.state);
  const phase = account.use((a) => a.phase);
  const isEmpty = account.use((a) => a.figures !== null && Number(a.figures.equity) === 0 && a.positions.size === 0);
  const status = account.use((a) => a.status);
  const marketState = markets.use((m) => m.states.get(market.name) ?? 'open');
  const [isAsking, setAsking] = useState(false);
  const until = useOneClick((o) => o.until);
  if (!isIn) {
    return (
      <div className="order-foot">
        <Link to="/sign-in" className="btn primary lg">
          {text.send.signIn}
        </Link>
        <p className="note">{text.signedOut}</p>
      </div>
    );
  }
  if (isEmpty) {
    return (
      <div className="order-foot">
        <OnceButton className="btn primary lg" onPress={() => void depositPaper(PaperAmount)}>
          {text.send.fund}
        </OnceButton>
      </div>
    );
  }
  const isShut = marketState === 'halted' || marketState === 'cancelOnly' || marketState === 'settling' || marketState === 'settled' || marketState === 'draft';
  const reason = state !== 'live' ? text.send.offline : phase === 'waiting' ? text.send.connecting : isShut ? text.send.halted : status === 'liquidating' && !draft.reduceOnly && draft.kind !== 'close' ? text.send.liquidating : null;
  return (
    <div className="order-foot">
      <button type="submit" className={words === null && reason === null ? 'btn lg' : `btn lg ${draft.side}`} disabled={isBusy || reason !== null}>
        {isBusy ? text.send.busy : (reason ?? words ?? text.send.incomplete)}
        {words !== null && !isBusy && reason === null && <kbd className="desk-only">Ctrl ⏎</kbd>}
      </button>
      <button type="button" className={until > 0 ? 'one-click on' : 'one-click'} aria-pressed={until > 0} onClick={() => (until > 0 ? setOneClick(false) : setAsking(true))}>
        <Icon name="bolt" size={11} /> {until > 0 ? text.oneClick.on : text.oneClick.off}
      </button>
      {isAsking && <OneClickDialog onClose={() => setAsking(false)} />}
    </div>
  );
}
