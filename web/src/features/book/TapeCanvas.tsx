import { type PointerEvent, useEffect } from 'react';
import type { Market } from '@/lib/markets/terms';
import { stepsText } from '@/lib/numbers';
import { clockTime } from '@/lib/time/zone';
import { usePreferences } from '@/stores/preferences';
import { fillPrice } from '@/stores/ticket';
import { useShared, useSharedValue } from '@/streams/shared';
import { type Tape, tapeOf, type Trade } from '@/streams/trades';
import { trade as text } from '@/text/trade';
import { type Colors, colors } from '@/ui/colors';
import { priceText, sizeText } from '@/ui/numbers';
import { CanvasFont, type Surface, useCanvas } from '@/ui/useCanvas';

const RowHeight = 19;
/** Money from which a trade is drawn bold, and at which its bar is full, in millionths. */
const Bold = 45_000_000_000n;
const Full = 120_000_000_000;

export function TapeCanvas({ market }: { market: Market }) {
  const store = useShared(tapeOf, market);
  const zone = usePreferences((p) => (p.zone === 'local' ? Intl.DateTimeFormat().resolvedOptions().timeZone : p.zone));
  const phase = useSharedValue(tapeOf, market, (t) => t.phase);
  const isEmpty = useSharedValue(tapeOf, market, (t) => t.phase === 'live' && t.trades.length === 0);
  const { canvas, invalidate } = useCanvas((surface) => drawTape(surface, store.get(), market, zone));
  useEffect(() => store.subscribe(invalidate), [store, invalidate]);
  const take = (event: PointerEvent): void => {
    const y = event.clientY - (canvas.current?.getBoundingClientRect().top ?? 0);
    const trade = store.get().trades[Math.floor(y / RowHeight)];
    if (trade) fillPrice(stepsText(trade.ticks, market.tick));
  };
  return (
    <>
      <canvas ref={canvas} className="book-canvas" role="img" aria-label={text.tape.label} onPointerDown={take} />
      {isEmpty && (
        <div className="veil">
          <span>{text.tape.none}</span>
        </div>
      )}
      {phase === 'lost' && <div className="veil lost" />}
    </>
  );
}

function drawTape({ context, width, height }: Surface, tape: Tape, market: Market, zone: string): void {
  const c = colors();
  context.textBaseline = 'middle';
  const count = Math.min(tape.trades.length, Math.ceil(height / RowHeight));
  for (let i = 0; i < count; i++) drawTrade(context, width, i * RowHeight, tape.trades[i] as Trade, market, zone, c);
}

function drawTrade(context: CanvasRenderingContext2D, width: number, top: number, trade: Trade, market: Market, zone: string, c: Colors): void {
  const worth = BigInt(trade.ticks) * BigInt(trade.lots) * market.tickLotValue;
  const isUp = trade.side === 'buy';
  const y = top + RowHeight / 2;
  const bar = Math.min(1, Number(worth) / Full) * width;
  context.fillStyle = isUp ? c['up-wash'] : c['down-wash'];
  context.fillRect(0, top, bar, RowHeight - 1);
  context.fillStyle = isUp ? c.up : c.down;
  const by = isUp ? -3 : 3;
  context.beginPath();
  context.moveTo(6, y - by);
  context.lineTo(13, y - by);
  context.lineTo(9.5, y + by);
  context.fill();
  context.font = `${worth >= Bold ? '600 ' : ''}12px ${CanvasFont}`;
  context.textAlign = 'left';
  context.fillText(priceText(trade.ticks, market.tick), 18, y);
  context.textAlign = 'right';
  context.fillStyle = trade.reason === 'liquidation' || trade.reason === 'adl' ? c.liq : c.text;
  context.fillText(sizeText(trade.lots, market.lot), width - 66, y);
  context.fillStyle = c['text-3'];
  context.font = `12px ${CanvasFont}`;
  context.fillText(clockTime(trade.time, zone), width - 10, y);
}
