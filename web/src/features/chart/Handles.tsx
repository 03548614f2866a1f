import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { LineStyle } from 'lightweight-charts';
import type { Market } from '@/lib/markets/terms';
import { formatMoney, stepsText, SUB, ticks } from '@/lib/numbers';
import { account } from '@/streams/account';
import { forget, paintNextFrame } from '@/streams/paint';
import { markets } from '@/streams/markets';
import { chart as text } from '@/text/chart';
import { useLiquidation } from '@/trading/liquidations';
import { amendOrder, cancelOrder } from '@/trading/actions';
import { orderWords } from '@/trading/words';
import { type ColorName, colors, onColors } from '@/ui/colors';
import { Icon } from '@/ui/Icon';
import { priceText, subticksOf } from '@/ui/numbers';
import { resultAt } from '@/trading/results';
import { OnceButton } from '@/ui/OnceButton';
import { type LineKind, type OwnLine, ownLines, spread } from './lines';
import type { Plot } from './plot';

const PillHeight = 24;
const Gap = 26;
const AxisHeight = 26;
/** The legend stands above the labels. */
const Top = 44;

const looks: Readonly<Record<LineKind, { color: ColorName; style: LineStyle; width: 1 | 2 }>> = {
  entry: { color: 'accent', style: LineStyle.Solid, width: 1 },
  order: { color: 'accent', style: LineStyle.Dotted, width: 1 },
  profit: { color: 'up', style: LineStyle.Dashed, width: 1 },
  stop: { color: 'down', style: LineStyle.Dashed, width: 1 },
  liquidation: { color: 'liq', style: LineStyle.SparseDotted, width: 1 },
};

interface Drag {
  readonly id: string;
  readonly from: bigint;
  readonly level: bigint;
}

/** The trader's own levels: a line each, and a label that is a slider. Dragging it moves the order, once, when it is let go. */
export function Handles({ plot, market }: { plot: Plot; market: Market }) {
  const orders = account.use((a) => a.orders);
  const position = account.use((a) => a.positions.get(market.name));
  const markText = markets.use((m) => m.tickers.get(market.name)?.mark);
  const liquidation = useLiquidation(market.name);
  const [drag, setDrag] = useState<Drag | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const mark = subticksOf(markText, market);
  const lines = useMemo(
    () => ownLines({ market, position: position && liquidation !== undefined ? { ...position, liquidationPrice: liquidation } : position, orders: orders.values(), mark }),
    [market, position, liquidation, orders, mark],
  );
  const shown = drag ? lines.map((l) => (l.id === drag.id ? { ...l, level: drag.level } : l)) : lines;
  const floatOf = (level: bigint): number => (Number(level) * Number(market.tick.step)) / 1000 / 10 ** market.tick.decimals;

  useEffect(() => {
    const draw = (): void => {
      const c = colors();
      const ghost = drag && lines.find((l) => l.id === drag.id);
      plot.setLevels([
        ...shown.map((l) => ({ id: l.id, price: floatOf(l.level), color: c[looks[l.kind].color], style: looks[l.kind].style, width: looks[l.kind].width })),
        ...(ghost ? [{ id: 'ghost', price: floatOf(ghost.level), color: c['line-strong'], style: LineStyle.Dotted, width: 1 as const }] : []),
      ]);
    };
    draw();
    return onColors(draw);
  });
  useEffect(() => () => plot.setLevels([]), [plot]);

  // Labels stand where the chart has its lines now, also when it was scrolled or scaled.
  useEffect(() => {
    const place = (): void => {
      const element = box.current;
      if (!element) return;
      const pills = [...element.children] as HTMLElement[];
      const height = element.clientHeight - AxisHeight;
      const at = shown.map((l) => (plot.price.priceToCoordinate(floatOf(l.level)) ?? 0) - Top);
      const tops = spread(at.map((y) => y - PillHeight / 2), height, Gap);
      for (const [i, pill] of pills.entries()) {
        pill.style.transform = `translateY(${String(Math.round(tops[i] ?? 0))}px)`;
        const y = at[i] ?? 0;
        pill.dataset['out'] = y < 0 ? 'above' : y > height ? 'below' : '';
      }
    };
    const due = (): void => paintNextFrame(place);
    due();
    const stop = plot.onDrawn(due);
    return () => {
      stop();
      forget(place);
    };
  });

  const release = (): void => {
    plot.chart.priceScale('right').applyOptions({ autoScale: true });
    setDrag(null);
  };
  const send = (line: OwnLine, level: bigint): void => {
    release();
    if (!line.order || !line.field || level === line.level || would(line, level, mark, liquidation, market) === 'now') return;
    void amendOrder(line.order, { [line.field]: stepsText(ticks(Number(level / SUB)), market.tick) }, orderWords(line.order, market));
  };
  return (
    <div className="handles" role="group" aria-label={text.line.group} ref={box}>
      {lines.map((line) => (
        <Pill
          key={line.id}
          line={line}
          level={drag?.id === line.id ? drag.level : line.level}
          isDragged={drag?.id === line.id}
          market={market}
          warning={drag?.id === line.id ? would(line, drag.level, mark, liquidation, market) : null}
          levelAt={(y) => levelAt(plot, market, y - (box.current?.getBoundingClientRect().top ?? 0) + Top)}
          onDrag={(level) => {
            // The scale stands still, or the line would run away from the hand.
            if (!drag) plot.chart.priceScale('right').applyOptions({ autoScale: false });
            setDrag({ id: line.id, from: line.level, level });
          }}
          onSend={(level) => send(line, level)}
          onStop={release}
        />
      ))}
    </div>
  );
}

/** What would be wrong with a level: it lies beyond liquidation, or it would fire at once. */
function would(line: OwnLine, level: bigint, mark: bigint | null, liquidation: string | undefined, market: Market): 'now' | 'beyond' | null {
  const order = line.order;
  if (!order?.trigger || mark === null) return null;
  const firesAbove = (order.trigger === 'takeProfit') === (order.side === 'sell');
  if (firesAbove ? mark >= level : mark <= level) return 'now';
  const end = subticksOf(liquidation, market);
  if (order.trigger !== 'stop' || end === null || end === 0n) return null;
  return (order.side === 'sell' ? level <= end : level >= end) ? 'beyond' : null;
}

function levelAt(plot: Plot, market: Market, y: number): bigint | null {
  const price = plot.price.coordinateToPrice(y);
  return price === null ? null : BigInt(Math.max(1, Math.round((price * 10 ** market.tick.decimals) / Number(market.tick.step)))) * SUB;
}

interface PillProps {
  readonly line: OwnLine;
  readonly level: bigint;
  readonly isDragged: boolean;
  readonly market: Market;
  readonly warning: 'now' | 'beyond' | null;
  readonly levelAt: (clientY: number) => bigint | null;
  readonly onDrag: (level: bigint) => void;
  readonly onSend: (level: bigint) => void;
  readonly onStop: () => void;
}

const keySteps: Readonly<Record<string, bigint>> = { ArrowUp: 1n, ArrowDown: -1n, PageUp: 100n, PageDown: -100n };

function Pill({ line, level, isDragged, market, warning, levelAt, onDrag, onSend, onStop }: PillProps) {
  const offset = useRef(0);
  const isDown = useRef(false);
  const position = account.use((a) => a.positions.get(market.name));
  const price = priceText((level + SUB / 2n) / SUB, market.tick);
  const result = isDragged && position && (line.kind === 'profit' || line.kind === 'stop') ? formatMoney(resultAt(position, market, level), { sign: true }) : line.info;
  const info = warning === 'now' ? text.line.now : warning === 'beyond' ? text.line.beyond : result;
  const down = (event: PointerEvent<HTMLElement>): void => {
    if (!line.order || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = levelAt(event.clientY);
    offset.current = at === null ? 0 : Number(line.level - at);
    isDown.current = true;
  };
  const move = (event: PointerEvent): void => {
    const at = isDown.current ? levelAt(event.clientY) : null;
    if (at !== null) onDrag(((at + BigInt(offset.current)) / SUB) * SUB);
  };
  const up = (): void => {
    if (!isDown.current) return;
    isDown.current = false;
    if (isDragged) onSend(level);
  };
  const stop = (): void => {
    isDown.current = false;
    onStop();
  };
  const key = (event: KeyboardEvent): void => {
    const step = keySteps[event.key];
    if (event.key === 'Enter' && isDragged) onSend(level);
    else if (event.key === 'Escape' && isDragged) stop();
    else if (step !== undefined) onDrag(level + step * SUB * (event.shiftKey ? 10n : 1n));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const words = line.order ? orderWords(line.order, market) : line.label;
  return (
    <div className="handle" data-kind={line.kind} data-dragged={isDragged || undefined} data-movable={line.order ? true : undefined}>
      <div
        className="grab"
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={stop}
        onKeyDown={line.order ? key : undefined}
        onBlur={isDragged ? stop : undefined}
        {...(line.order
          ? { role: 'slider', tabIndex: 0, 'aria-label': words, 'aria-valuenow': Number(level / SUB), 'aria-valuetext': text.line.value(line.label, price, info), 'aria-orientation': 'vertical' as const }
          : {})}
      >
        {line.order && <i className="grip" aria-hidden="true" />}
        <b>{line.label}</b>
        <span className={warning ? 'warn' : line.tone === 'plain' ? undefined : line.tone}>{info}</span>
        {isDragged && <span>{price}</span>}
        <span className="out" aria-hidden="true" />
      </div>
      {line.order && (
        <OnceButton className="close" aria-label={text.line.cancel(words)} onPress={() => void cancelOrder(line.order as NonNullable<OwnLine['order']>, words)}>
          <Icon name="close" size={10} />
        </OnceButton>
      )}
    </div>
  );
}
