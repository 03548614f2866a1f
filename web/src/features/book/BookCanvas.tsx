import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { group, type Row, sweepTo } from '@/lib/book/grouping';
import type { Market } from '@/lib/markets/terms';
import { formatSteps, stepsText, type Ticks } from '@/lib/numbers';
import { useSession } from '@/stores/session';
import { fillPrice, fillSize } from '@/stores/ticket';
import { account } from '@/streams/account';
import { bookOf, type BookState } from '@/streams/book';
import { markets } from '@/streams/markets';
import { useShared, useSharedValue } from '@/streams/shared';
import { trade as text } from '@/text/trade';
import { type Colors, colors } from '@/ui/colors';
import { priceText, sizeText, wirePriceText } from '@/ui/numbers';
import { CanvasFont, type Surface, useCanvas } from '@/ui/useCanvas';
import { useWidthClass } from '@/ui/widthClass';
import { ownLots } from './own';

const MidHeight = 34;

interface Shown {
  readonly row: Row;
  readonly isBid: boolean;
  readonly top: number;
}

/** The book, drawn: asks above, bids below, the last price between. Everything that is shown can be had with a pointer, with keys and by ear. */
export function BookCanvas({ market, step }: { market: Market; step: number }) {
  const store = useShared(bookOf, market);
  const isPhone = useWidthClass() === 'phone';
  const rowHeight = isPhone ? 21 : 19;
  const shown = useRef<Shown[]>([]);
  const [hover, setHover] = useState<{ price: Ticks; isBid: boolean } | null>(null);
  const [said, setSaid] = useState('');
  const isSignedIn = useSession((s) => s.status === 'in');
  const draw = (surface: Surface): void => {
    const state = store.get();
    const own = isSignedIn ? ownLots(account.get().orders.values(), market) : none;
    shown.current = drawBook({ ...surface, state, market, step, own, rowHeight, hover, hasTotals: !isPhone });
  };
  const { canvas, invalidate } = useCanvas(draw);
  useEffect(() => store.subscribe(invalidate), [store, invalidate]);
  useEffect(() => account.subscribe(invalidate), [invalidate]);
  useEffect(() => markets.subscribe(invalidate), [invalidate]);

  const at = (event: PointerEvent): Shown | undefined => {
    const y = event.clientY - (canvas.current?.getBoundingClientRect().top ?? 0);
    return shown.current.find((s) => y >= s.top && y < s.top + rowHeight);
  };
  const take = (row: Shown, withSize: boolean): void => {
    fillPrice(stepsText(row.row.price, market.tick));
    if (withSize) fillSize(stepsText(row.row.total, market.lot));
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const list = [...shown.current].sort((a, b) => a.top - b.top);
    const now = list.findIndex((s) => s.isBid === hover?.isBid && s.row.price === hover.price);
    if (event.key === 'Enter' && now >= 0) take(list[now] as Shown, event.shiftKey);
    if (step === 0 || list.length === 0) return;
    event.preventDefault();
    const next = list[now < 0 ? list.findIndex((s) => s.isBid) : Math.max(0, Math.min(list.length - 1, now + step))];
    if (!next) return;
    setHover({ price: next.row.price, isBid: next.isBid });
    setSaid(text.book.row(next.isBid ? 'Bid' : 'Ask', priceText(next.row.price, market.tick), sizeText(next.row.size, market.lot)));
  };
  const place = hover && shown.current.find((s) => s.isBid === hover.isBid && s.row.price === hover.price);
  return (
    <>
      <canvas
        ref={canvas}
        className="book-canvas"
        tabIndex={0}
        role="img"
        aria-label={text.book.label}
        onPointerDown={(event) => {
          // The price under the pointer at this moment, even if the book moves before it is let go.
          const row = at(event);
          if (row && event.button === 0) take(row, event.shiftKey);
        }}
        onPointerMove={(event) => {
          const row = event.pointerType === 'mouse' ? at(event) : undefined;
          setHover(row ? { price: row.row.price, isBid: row.isBid } : null);
        }}
        onPointerLeave={() => setHover(null)}
        onBlur={() => setHover(null)}
        onKeyDown={onKey}
      />
      {place && <HoverCard market={market} state={store.get()} at={place} />}
      <span className="sr" role="status">
        {said}
      </span>
      <Veil market={market} />
    </>
  );
}

const none: ReadonlyMap<number, number> = new Map();

function HoverCard({ market, state, at }: { market: Market; state: BookState; at: Shown }) {
  const side = at.isBid ? state.book.bids : state.book.asks;
  const swept = sweepTo(side, at.isBid, at.row.price);
  const best = side[0]?.price;
  if (swept.size === 0 || best === undefined) return null;
  const average = swept.worth * 1000n / BigInt(swept.size);
  const slip = Number(average - BigInt(best) * 1000n) / (best * 1000) * 10_000;
  return (
    <div className="book-card" style={{ top: at.top }} aria-hidden="true">
      <span>{at.isBid ? text.book.sellTo : text.book.buyTo}</span>
      <b>
        {sizeText(swept.size, market.lot)} {market.base}
      </b>
      <span>
        {text.book.average} {formatSteps(average, market.subtick, { digits: market.tick.decimals + 1 })} · {Math.abs(slip).toFixed(1)} bp
      </span>
      <span>
        {at.row.orders} {text.book.orders}
      </span>
    </div>
  );
}

/** What lies over the book while it is not the venue's book. */
function Veil({ market }: { market: Market }) {
  const store = useShared(bookOf, market);
  const phase = useSharedValue(bookOf, market, (s) => s.phase);
  const [age, setAge] = useState(0);
  useEffect(() => {
    if (phase !== 'lost') return;
    const timer = setInterval(() => setAge(Math.round((Date.now() - store.get().changedAt) / 1000)), 1000);
    return () => clearInterval(timer);
  }, [phase, store]);
  if (phase === 'live') return null;
  return (
    <div className={phase === 'lost' ? 'veil lost' : 'veil'}>
      <span>{phase === 'waiting' ? text.book.waiting : phase === 'checking' ? text.book.checking : text.book.lost(`${age} s`)}</span>
    </div>
  );
}

interface Drawing extends Surface {
  readonly state: BookState;
  readonly market: Market;
  readonly step: number;
  readonly own: ReadonlyMap<number, number>;
  readonly rowHeight: number;
  readonly hover: { price: Ticks; isBid: boolean } | null;
  readonly hasTotals: boolean;
}

function drawBook(d: Drawing): Shown[] {
  const each = Math.max(1, Math.floor((d.height - MidHeight) / 2 / d.rowHeight));
  const asks = group(d.state.book.asks, false, d.step, each);
  const bids = group(d.state.book.bids, true, d.step, each);
  const most = Math.max(asks.at(-1)?.total ?? 0, bids.at(-1)?.total ?? 0, 1);
  const mid = Math.round((d.height - MidHeight) / 2);
  const c = colors();
  const shown: Shown[] = [
    ...asks.map((row, i): Shown => ({ row, isBid: false, top: mid - (i + 1) * d.rowHeight })),
    ...bids.map((row, i): Shown => ({ row, isBid: true, top: mid + MidHeight + i * d.rowHeight })),
  ];
  d.context.textBaseline = 'middle';
  for (const row of shown) drawRow(d, row, most, c);
  if (d.hasTotals) drawMiddle(d, mid, c);
  else drawNarrowMiddle(d, mid, c);
  d.context.font = `12px ${CanvasFont}`;
  d.context.fillStyle = c['text-3'];
  d.context.textAlign = 'center';
  if (asks.length === 0) d.context.fillText(text.book.noAsks, d.width / 2, mid / 2);
  if (bids.length === 0) d.context.fillText(text.book.noBids, d.width / 2, mid + MidHeight + (d.height - mid - MidHeight) / 2);
  return shown;
}

function drawRow({ context, width, rowHeight, market, step, own, hover, hasTotals }: Drawing, { row, isBid, top }: Shown, most: number, c: Colors): void {
  const isOver = hover !== null && hover.isBid === isBid && (isBid ? row.price >= hover.price : row.price <= hover.price);
  if (isOver) {
    context.fillStyle = c.raised;
    context.fillRect(0, top, width, rowHeight);
  }
  const bar = (row.total / most) * width;
  context.fillStyle = isBid ? c['up-wash'] : c['down-wash'];
  context.fillRect(width - bar, top, bar, rowHeight - 1);
  const y = top + rowHeight / 2;
  const mine = ownIn(own, row.price, step, isBid);
  context.font = `12px ${CanvasFont}`;
  context.textAlign = 'left';
  context.fillStyle = isBid ? c.up : c.down;
  context.fillText(priceText(row.price, market.tick), 14, y);
  if (mine > 0) {
    context.fillStyle = c.accent;
    diamond(context, 7, y);
  }
  context.textAlign = 'right';
  context.fillStyle = mine > 0 ? c.accent : c.text;
  context.fillText(sizeText(row.size, market.lot), hasTotals ? width * 0.64 : width - 10, y);
  if (!hasTotals) return;
  context.fillStyle = c['text-2'];
  context.fillText(sizeText(row.total, market.lot, 3), width - 10, y);
}

function drawMiddle({ context, width, market, state }: Drawing, top: number, c: Colors): void {
  context.fillStyle = c.line;
  context.fillRect(0, top, width, 1);
  context.fillRect(0, top + MidHeight - 1, width, 1);
  const ticker = markets.get().tickers.get(market.name);
  const [bid, ask] = [state.book.bids[0]?.price, state.book.asks[0]?.price];
  const change = Number(ticker?.change24h ?? 0);
  const y = top + MidHeight / 2;
  context.textAlign = 'left';
  context.font = `600 17px ${CanvasFont}`;
  context.fillStyle = change >= 0 ? c.up : c.down;
  if (ticker?.last !== undefined) {
    const last = wirePriceText(ticker.last, market);
    context.fillText(last, 14, y);
    arrow(context, 14 + context.measureText(last).width + 9, y, change >= 0);
  }
  context.textAlign = 'right';
  context.font = `11px ${CanvasFont}`;
  context.fillStyle = c['text-2'];
  if (ticker?.mark !== undefined) context.fillText(`${text.bar.mark} ${wirePriceText(ticker.mark, market)}`, width - 10, y - 6.5);
  if (bid === undefined || ask === undefined) return;
  context.fillStyle = c['text-3'];
  context.fillText(`${text.book.spread} ${priceText(ask - bid, market.tick)} · ${((ask - bid) / bid * 10_000).toFixed(2)} bp`, width - 10, y + 7);
}

/** On a phone there is room for two lines and no more. */
function drawNarrowMiddle({ context, width, market }: Drawing, top: number, c: Colors): void {
  context.fillStyle = c.line;
  context.fillRect(0, top, width, 1);
  context.fillRect(0, top + MidHeight - 1, width, 1);
  const ticker = markets.get().tickers.get(market.name);
  context.textAlign = 'left';
  context.font = `600 14px ${CanvasFont}`;
  context.fillStyle = Number(ticker?.change24h ?? 0) >= 0 ? c.up : c.down;
  context.fillText(wirePriceText(ticker?.last, market), 14, top + 11);
  context.font = `10.5px ${CanvasFont}`;
  context.fillStyle = c['text-3'];
  context.fillText(`${text.bar.mark} ${wirePriceText(ticker?.mark, market)}`, 14, top + 25);
}

function ownIn(own: ReadonlyMap<number, number>, price: number, step: number, isBid: boolean): number {
  if (own.size === 0) return 0;
  let sum = 0;
  for (const [at, lots] of own) {
    const side = lots > 0;
    const edge = (isBid ? Math.floor(at / step) : Math.ceil(at / step)) * step;
    if (side === isBid && edge === price) sum += Math.abs(lots);
  }
  return sum;
}

function diamond(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath();
  context.moveTo(x, y - 4);
  context.lineTo(x + 4, y);
  context.lineTo(x, y + 4);
  context.lineTo(x - 4, y);
  context.fill();
}

function arrow(context: CanvasRenderingContext2D, x: number, y: number, isUp: boolean): void {
  const by = isUp ? -4 : 4;
  context.beginPath();
  context.moveTo(x - 4, y - by);
  context.lineTo(x + 4, y - by);
  context.lineTo(x, y + by);
  context.fill();
}

