import { place, scaleOf } from '@/lib/chart/scale';
import { formatSteps, stepsOf } from '@/lib/numbers';
import { clockTime } from '@/lib/time/zone';
import { useZone } from '@/features/common/useMoment';
import { useRequest } from '@/stores/request';
import { markets } from '@/streams/markets';
import { explainText } from '@/text/explain';
import { useBoxWidth } from '@/ui/useBoxWidth';

const MinuteMs = 60_000;
const High = 180;
const Axis = 70;

interface CandlePage {
  readonly rows: readonly { readonly time: number; readonly close: string }[];
}

/** The mark around a moment, minute by minute, with the moment on it. */
export function MarkChart({ market: name, time }: { market: string; time: number }) {
  const market = markets.use((m) => m.byName.get(name));
  const page = useRequest<CandlePage>(market === undefined ? null : `/candles/${name}`, { query: { interval: '1m', source: 'mark', from: time - 30 * MinuteMs, to: time + 10 * MinuteMs, limit: 60 } });
  const zone = useZone();
  const [box, width] = useBoxWidth();
  const rows = page.value?.rows ?? [];
  if (market === undefined || rows.length < 2) return <p className="dim">{page.isLoading ? '' : explainText.noPrices}</p>;
  const closes = rows.map((r) => Number(r.close));
  const scale = scaleOf(closes, 4);
  const inner = Math.max(1, width - Axis);
  const [first, last] = [rows[0]?.time ?? 0, (rows.at(-1)?.time ?? 0) + MinuteMs];
  const x = (ms: number): number => ((ms - first) / (last - first)) * inner;
  const y = (value: number): number => place(scale, value, High);
  const at = rows.findLast((r) => r.time <= time);
  const label = (value: number): string => formatSteps(stepsOf(value.toFixed(market.tick.decimals), { step: 1n, decimals: market.tick.decimals }) ?? 0n, { step: 1n, decimals: market.tick.decimals });
  return (
    <div className="chart card" ref={box}>
      <svg role="img" aria-label={`${explainText.steps.price}: ${clockTime(first, zone)} – ${clockTime(last, zone)}, ${label(closes[0] ?? 0)} – ${label(closes.at(-1) ?? 0)}`} width={width} height={High + 26}>
        <g transform="translate(0 6)">
          {scale.ticks.map((tick) => (
            <g key={tick}>
              <line className="chart-grid" x1={0} x2={inner} y1={y(tick)} y2={y(tick)} />
              <text className="chart-text" x={inner + 8} y={y(tick) + 4}>
                {label(tick)}
              </text>
            </g>
          ))}
          <polyline className="chart-mark" points={rows.map((r, i) => `${x(r.time + MinuteMs).toFixed(1)},${y(closes[i] ?? 0).toFixed(1)}`).join(' ')} />
          <line className="chart-moment" x1={x(time)} x2={x(time)} y1={0} y2={High} />
          {at && <circle className="chart-event" cx={x(time)} cy={y(Number(at.close))} r={4} />}
          <text className="chart-text" x={0} y={High + 16}>
            {clockTime(first, zone)}
          </text>
          <text className="chart-text liq" x={Math.min(inner - 4, Math.max(60, x(time)))} y={High + 16} textAnchor="middle">
            {clockTime(time, zone)}
          </text>
        </g>
      </svg>
    </div>
  );
}
