import { useState } from 'react';
import { Answer } from '@/features/common/Answer';
import { place, scaleOf } from '@/lib/chart/scale';
import { format, formatMoney, formatPercent } from '@/lib/numbers';
import { dateText } from '@/lib/time/zone';
import type { Request } from '@/stores/request';
import { portfolioText } from '@/text/portfolio';
import { Card } from '@/ui/Card';
import { type Day, dayOf, type DayWire, gainOf, lately } from './days';
import { useBoxWidth } from '@/ui/useBoxWidth';

const words = portfolioText.curve;
const spans = { '7D': 7, '30D': 30, '90D': 90, All: 36_500 } as const;
type Span = keyof typeof spans;

const Axis = 62;
const High = 170;
const Low = 110;

/** Equity and profit by day, as history has them; the last day as far as it has gone. */
export function Curve({ told }: { told: Request<{ rows: DayWire[] }> }) {
  const [span, setSpan] = useState<Span>('30D');
  return (
    <Answer of={told} missing={null}>
      {({ rows }) => <Charts days={lately(rows.map(dayOf), spans[span])} span={span} onSpan={setSpan} />}
    </Answer>
  );
}

function Charts({ days, span, onSpan }: { days: readonly Day[]; span: Span; onSpan: (span: Span) => void }) {
  const gain = gainOf(days);
  const tone = gain.pnl > 0n ? 'up' : gain.pnl < 0n ? 'down' : 'dim';
  const choose = (
    <div className="segments" role="group" aria-label={words.span}>
      {(Object.keys(spans) as Span[]).map((s) => (
        <button key={s} type="button" aria-pressed={s === span} onClick={() => onSpan(s)}>
          {s}
        </button>
      ))}
    </div>
  );
  return (
    <>
      <Card title={words.equity} extra={choose}>
        <p className={`gain ${tone}`}>
          {formatMoney(gain.pnl, { sign: true })} {gain.share !== null && `(${formatPercent(gain.share, { sign: true })})`} <span className="dim">{words.without}</span>
        </p>
        <EquityChart days={days} />
      </Card>
      <Card title={words.pnl} extra={<span className="note">{words.pnlNote}</span>}>
        <PnlChart days={days} />
      </Card>
    </>
  );
}

const amount = (micros: bigint): number => Number(micros) / 1e6;

/** As many digits as tell one line of a scale from the next. */
function tickText(tick: number, ticks: readonly number[]): string {
  const step = Math.abs((ticks[1] ?? 0) - (ticks[0] ?? 0));
  const digits = step >= 1 || step === 0 ? 0 : Math.min(6, Math.ceil(-Math.log10(step)));
  return format(BigInt(Math.round(tick * 10 ** digits)), digits);
}

function EquityChart({ days }: { days: readonly Day[] }) {
  const [box, width] = useBoxWidth();
  const inner = Math.max(1, width - Axis);
  const scale = scaleOf(days.map((d) => amount(d.equity)), 4);
  const x = (i: number): number => (days.length < 2 ? inner / 2 : (i / (days.length - 1)) * inner);
  const points = days.map((d, i) => `${x(i).toFixed(1)},${place(scale, amount(d.equity), High).toFixed(1)}`);
  const last = days.at(-1);
  const summary = last === undefined ? words.none : words.summary(days.length, formatMoney(days[0]?.equity ?? 0n), formatMoney(last.equity));
  return (
    <div className="chart" ref={box}>
      <svg role="img" aria-label={summary} width={width} height={High + 26}>
        <g transform="translate(0 6)">
          <Lines ticks={scale.ticks} at={(t) => place(scale, t, High)} inner={inner} />
          {days.length > 1 && <path className="chart-fill" d={`M0,${String(High)}L${points.join('L')}L${String(inner)},${String(High)}Z`} />}
          {days.length > 1 ? <polyline className="chart-line" points={points.join(' ')} /> : last && <circle className="chart-dot" cx={x(0)} cy={place(scale, amount(last.equity), High)} r={3} />}
          <Ends days={days} inner={inner} y={High + 16} />
        </g>
      </svg>
    </div>
  );
}

function PnlChart({ days }: { days: readonly Day[] }) {
  const [box, width] = useBoxWidth();
  const inner = Math.max(1, width - Axis);
  const scale = scaleOf(days.map((d) => amount(d.pnl)), 3, true);
  const step = inner / Math.max(1, days.length);
  const bar = Math.min(28, Math.max(1, step * 0.7));
  const zero = place(scale, 0, Low);
  const best = days.reduce<Day | null>((m, d) => (m === null || d.pnl > m.pnl ? d : m), null);
  const worst = days.reduce<Day | null>((m, d) => (m === null || d.pnl < m.pnl ? d : m), null);
  const summary = best === null || worst === null ? words.none : words.pnlSummary(day(best), formatMoney(best.pnl, { sign: true }), day(worst), formatMoney(worst.pnl, { sign: true }));
  return (
    <div className="chart" ref={box}>
      <svg role="img" aria-label={summary} width={width} height={Low + 26}>
        <g transform="translate(0 6)">
          <Lines ticks={scale.ticks} at={(t) => place(scale, t, Low)} inner={inner} />
          {days.map((d, i) => {
            const y = place(scale, amount(d.pnl), Low);
            return (
              <rect key={d.day} className={d.pnl < 0n ? 'bar-down' : 'bar-up'} x={i * step + (step - bar) / 2} y={Math.min(y, zero)} width={bar} height={Math.max(1, Math.abs(zero - y))}>
                <title>{`${day(d)}: ${formatMoney(d.pnl, { sign: true })}`}</title>
              </rect>
            );
          })}
          <Ends days={days} inner={inner} y={Low + 16} />
        </g>
      </svg>
    </div>
  );
}

const day = (d: Day): string => dateText(d.day, 'UTC');

const Lines = ({ ticks, at, inner }: { ticks: readonly number[]; at: (tick: number) => number; inner: number }) => (
  <>
    {ticks.map((tick) => (
      <g key={tick}>
        <line className="chart-grid" x1={0} x2={inner} y1={at(tick)} y2={at(tick)} />
        <text className="chart-text" x={inner + 8} y={at(tick) + 4}>
          {tickText(tick, ticks)}
        </text>
      </g>
    ))}
  </>
);

function Ends({ days, inner, y }: { days: readonly Day[]; inner: number; y: number }) {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  return (
    <>
      {days.length > 1 && (
        <text className="chart-text" x={0} y={y}>
          {day(first)}
        </text>
      )}
      <text className="chart-text" x={inner} y={y} textAnchor="end">
        {day(last)}
      </text>
    </>
  );
}
