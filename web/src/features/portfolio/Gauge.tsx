import { formatPercent } from '@/lib/numbers';
import { portfolioText } from '@/text/portfolio';

const words = portfolioText.health;

/** Two thirds: equity is then one and a half times its maintenance, and the venue warns for the first time. */
const WarnedAt = 666_666_667n;
const WatchFrom = 400_000_000n;

export const healthOf = (ratio: bigint): keyof typeof words => (ratio > WarnedAt ? 'risk' : ratio > WatchFrom ? 'watch' : 'healthy');

/** Maintenance over equity as a bar and a word, with a mark where the first warning comes. */
export function Gauge({ ratio, label }: { ratio: bigint; label: string }) {
  const health = healthOf(ratio);
  const percent = Math.min(100, Number(ratio) / 1e7);
  return (
    <span className="health" data-health={health}>
      <span className="health-bar" role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(percent)} aria-valuetext={`${formatPercent(ratio, { digits: 1 })}, ${words[health]}`}>
        <i style={{ width: `${String(percent)}%` }} />
      </span>
      <span className="health-word">{words[health]}</span>
    </span>
  );
}
