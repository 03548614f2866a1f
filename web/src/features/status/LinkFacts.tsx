import { link } from '@/streams/connection';
import { statusText as words } from '@/text/status';
import { text } from '@/text/en';
import { Card } from '@/ui/Card';
import { Facts } from '@/ui/Facts';

export function LinkFacts() {
  const state = link.use((l) => l.state);
  const latency = link.use((l) => Math.round(l.latencyMs));
  const skew = link.use((l) => Math.abs(l.skewMs));
  const losses = link.use((l) => l.losses);
  const facts: [string, string][] = [
    [words.connection, state === 'live' ? words.live : text.link[state]],
    [words.round, latency === 0 ? '—' : `${String(latency)} ms`],
    [words.skew, `${String(skew)} ms`],
    [words.losses, losses === 0 ? words.never : words.times(losses)],
  ];
  return (
    <Card title={words.link}>
      <div className="card-body">
        <Facts of={facts} />
      </div>
    </Card>
  );
}
