import { type PointerEvent, useEffect, useRef } from 'react';
import type { Level } from '@/lib/book/grouping';
import type { Market } from '@/lib/markets/terms';
import { stepsText } from '@/lib/numbers';
import { editTicket, fillPrice } from '@/stores/ticket';
import { account } from '@/streams/account';
import { bookOf } from '@/streams/book';
import { useShared } from '@/streams/shared';
import { trade as text } from '@/text/trade';
import { colors } from '@/ui/colors';
import { priceText, sizeText } from '@/ui/numbers';
import { CanvasFont, type Surface, useCanvas } from '@/ui/useCanvas';
import { ownLots } from './own';

const RowHeight = 19;

/** Every price in its place, bids to the left and asks to the right. It stands still while the pointer is over it: a price must not move away from under a finger. */
export function Ladder({ market, step }: { market: Market; step: number }) {
  const store = useShared(bookOf, market);
  const centre = useRef(0);
  const isHeld = useRef(false);
  const { canvas, invalidate } = useCanvas((surface) => {
    const { bids, asks } = store.get().book;
    centre.current = centred(centre.current, bids, asks, step, Math.floor(surface.height / RowHeight), isHeld.current);
    drawLadder(surface, bids, asks, market, step, centre.current);
  });
  useEffect(() => store.subscribe(invalidate), [store, invalidate]);
  useEffect(() => account.subscribe(invalidate), [invalidate]);
  const take = (event: PointerEvent): void => {
    const box = canvas.current?.getBoundingClientRect();
    if (!box || event.button !== 0) return;
    const row = Math.floor((event.clientY - box.top) / RowHeight);
    const price = centre.current + (Math.floor(box.height / RowHeight / 2) - row) * step;
    fillPrice(stepsText(price, market.tick));
    const x = event.clientX - box.left;
    if (x < box.width / 3) editTicket({ side: 'buy' });
    else if (x > (box.width * 2) / 3) editTicket({ side: 'sell' });
  };
  return (
    <canvas
      ref={canvas}
      className="book-canvas"
      tabIndex={0}
      role="img"
      aria-label={text.ladder.label}
      onPointerDown={take}
      onPointerEnter={() => {
        isHeld.current = true;
      }}
      onPointerLeave={() => {
        isHeld.current = false;
        invalidate();
      }}
    />
  );
}

/** Where the ladder's middle is: where it was, as long as it is held or the market is within its middle third. */
export function centred(before: number, bids: readonly Level[], asks: readonly Level[], step: number, rows: number, isHeld: boolean): number {
  const best = bids[0]?.price ?? asks[0]?.price;
  if (best === undefined) return before;
  const now = Math.round(best / step) * step;
  if (before === 0 || before % step !== 0) return now;
  if (isHeld) return before;
  return Math.abs(now - before) > (rows / 6) * step ? now : before;
}

function drawLadder({ context, width, height }: Surface, bids: readonly Level[], asks: readonly Level[], market: Market, step: number, centre: number): void {
  if (centre === 0) return;
  const c = colors();
  const rows = Math.ceil(height / RowHeight);
  const half = Math.floor(height / RowHeight / 2);
  const sums = new Map<string, number>();
  const add = (side: readonly Level[], name: string, round: (n: number) => number): void => {
    for (const level of side) {
      const key = name + String(round(level.price / step) * step);
      sums.set(key, (sums.get(key) ?? 0) + level.size);
    }
  };
  add(bids, 'b', Math.floor);
  add(asks, 'a', Math.ceil);
  const own = ownLots(account.get().orders.values(), market);
  const most = Math.max(1, ...sums.values());
  context.textBaseline = 'middle';
  context.font = `12px ${CanvasFont}`;
  for (let i = 0; i < rows; i++) {
    const price = centre + (half - i) * step;
    const y = i * RowHeight + RowHeight / 2;
    const [bid, ask] = [sums.get(`b${price}`) ?? 0, sums.get(`a${price}`) ?? 0];
    context.fillStyle = c['up-bar'];
    context.fillRect((width / 3) * (1 - bid / most), i * RowHeight, (width / 3) * (bid / most), RowHeight - 1);
    context.fillStyle = c['down-bar'];
    context.fillRect((width * 2) / 3, i * RowHeight, (width / 3) * (ask / most), RowHeight - 1);
    context.textAlign = 'center';
    context.fillStyle = own.has(price) ? c.accent : bid > 0 ? c.up : ask > 0 ? c.down : c['text-3'];
    context.fillText((own.has(price) ? '◆ ' : '') + priceText(price, market.tick), width / 2, y);
    context.fillStyle = c.text;
    context.textAlign = 'right';
    if (bid > 0) context.fillText(sizeText(bid, market.lot, 3), width / 3 - 6, y);
    context.textAlign = 'left';
    if (ask > 0) context.fillText(sizeText(ask, market.lot, 3), (width * 2) / 3 + 6, y);
  }
}
