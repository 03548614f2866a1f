import { useEffect, useRef, useState } from 'react';
import type { Level } from '@/lib/book/grouping';
import type { Market } from '@/lib/markets/terms';
import { bookOf, type BookState } from '@/streams/book';
import { useShared } from '@/streams/shared';
import { trade as text } from '@/text/trade';
import { type Colors, colors } from '@/ui/colors';
import { priceText, sizeText } from '@/ui/numbers';
import { CanvasFont, type Surface, useCanvas } from '@/ui/useCanvas';

const FootHeight = 20;
const NarrowestBp = 2;
const WidestBp = 2_000;

/** What could be bought and sold up to each price, around the middle; the wheel changes how far it looks. */
export function DepthCanvas({ market }: { market: Market }) {
  const store = useShared(bookOf, market);
  const [rangeBp, setRange] = useState<number | null>(null);
  const [pointer, setPointer] = useState<number | null>(null);
  const range = useRef(0);
  const { canvas, invalidate } = useCanvas((surface) => {
    range.current = rangeBp ?? fitting(store.get());
    drawDepth(surface, store.get(), market, range.current, pointer);
  });
  useEffect(() => store.subscribe(invalidate), [store, invalidate]);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const zoom = (event: WheelEvent): void => {
      event.preventDefault();
      setRange(Math.max(NarrowestBp, Math.min(WidestBp, range.current * (event.deltaY > 0 ? 1.25 : 0.8))));
    };
    element.addEventListener('wheel', zoom, { passive: false });
    return () => element.removeEventListener('wheel', zoom);
  }, [canvas]);
  return (
    <canvas
      ref={canvas}
      className="book-canvas"
      role="img"
      aria-label={text.depth.label}
      onPointerMove={(event) => setPointer(event.clientX - event.currentTarget.getBoundingClientRect().left)}
      onPointerLeave={() => setPointer(null)}
    />
  );
}

const middleOf = ({ book }: BookState): number | null => {
  const [bid, ask] = [book.bids[0]?.price, book.asks[0]?.price];
  return bid === undefined || ask === undefined ? (bid ?? ask ?? null) : (bid + ask) / 2;
};

/** Far enough to show nine tenths of the levels that are there. */
function fitting(state: BookState): number {
  const middle = middleOf(state);
  if (middle === null) return 50;
  const far = (side: readonly Level[]): number => Math.abs((side[Math.floor(side.length * 0.9)]?.price ?? middle) - middle);
  return Math.max(NarrowestBp, Math.min(WidestBp, (Math.max(far(state.book.bids), far(state.book.asks)) / middle) * 10_000));
}

function drawDepth({ context, width, height }: Surface, state: BookState, market: Market, rangeBp: number, pointer: number | null): void {
  const c = colors();
  const middle = middleOf(state);
  context.font = `11px ${CanvasFont}`;
  context.textBaseline = 'middle';
  if (middle === null) {
    context.textAlign = 'center';
    context.fillStyle = c['text-3'];
    context.fillText(text.depth.none, width / 2, height / 2);
    return;
  }
  const reach = (middle * rangeBp) / 10_000;
  const bids = steps(state.book.bids, (p) => p >= middle - reach);
  const asks = steps(state.book.asks, (p) => p <= middle + reach);
  const most = Math.max(bids.at(-1)?.total ?? 0, asks.at(-1)?.total ?? 0, 1) * 1.08;
  const x = (price: number): number => ((price - middle + reach) / (2 * reach)) * width;
  const y = (total: number): number => (height - FootHeight) * (1 - total / most);
  drawSide(context, bids, x, y, height - FootHeight, 0, c.up, c['up-wash']);
  drawSide(context, asks, x, y, height - FootHeight, width, c.down, c['down-wash']);
  drawAxis(context, width, height, middle, reach, market, c);
  if (pointer !== null) drawPointer(context, width, height, pointer, pointer < width / 2 ? bids : asks, middle - reach + (pointer / width) * 2 * reach, pointer < width / 2, market, c);
}

interface Step {
  readonly price: number;
  readonly total: number;
}

function steps(side: readonly Level[], isIn: (price: number) => boolean): Step[] {
  const found: Step[] = [];
  let total = 0;
  for (const level of side) {
    if (!isIn(level.price)) break;
    total += level.size;
    found.push({ price: level.price, total });
  }
  return found;
}

function drawSide(context: CanvasRenderingContext2D, side: readonly Step[], x: (p: number) => number, y: (t: number) => number, foot: number, edge: number, line: string, wash: string): void {
  const first = side[0];
  if (!first) return;
  context.beginPath();
  context.moveTo(x(first.price), foot);
  let before = 0;
  for (const step of side) {
    context.lineTo(x(step.price), y(before));
    context.lineTo(x(step.price), y(step.total));
    before = step.total;
  }
  context.lineTo(edge, y(before));
  context.strokeStyle = line;
  context.lineWidth = 1.4;
  context.stroke();
  context.lineTo(edge, foot);
  context.closePath();
  context.fillStyle = wash;
  context.fill();
}

function drawAxis(context: CanvasRenderingContext2D, width: number, height: number, middle: number, reach: number, market: Market, c: Colors): void {
  context.fillStyle = c.line;
  context.fillRect(0, height - FootHeight, width, 1);
  context.fillRect(Math.round(width / 2), 0, 1, height - FootHeight);
  context.fillStyle = c['text-3'];
  const label = (price: number, at: number, align: CanvasTextAlign): void => {
    context.textAlign = align;
    context.fillText(priceText(Math.round(price), market.tick), at, height - FootHeight / 2);
  };
  label(middle - reach, 6, 'left');
  label(middle, width / 2, 'center');
  label(middle + reach, width - 6, 'right');
}

function drawPointer(context: CanvasRenderingContext2D, width: number, height: number, x: number, side: readonly Step[], price: number, isBid: boolean, market: Market, c: Colors): void {
  const total = side.filter((s) => (isBid ? s.price >= price : s.price <= price)).at(-1)?.total ?? 0;
  context.fillStyle = c['line-strong'];
  context.fillRect(Math.round(x), 0, 1, height - FootHeight);
  context.fillStyle = c.text;
  context.textAlign = x > width / 2 ? 'right' : 'left';
  const at = x + (x > width / 2 ? -8 : 8);
  context.fillText(priceText(Math.round(price), market.tick), at, 14);
  context.fillStyle = c['text-2'];
  context.fillText(`${sizeText(total, market.lot, 3)} ${market.base}`, at, 28);
}
