import type { StatusWire } from '@/api/types';
import { Answer } from '@/features/common/Answer';
import { useMoment } from '@/features/common/useMoment';
import { format } from '@/lib/numbers';
import { useRequest } from '@/stores/request';
import { markets } from '@/streams/markets';
import { opsText as words } from '@/text/ops';
import { marketsText } from '@/text/markets';
import { statusText } from '@/text/status';
import { Card } from '@/ui/Card';

interface FullStatus extends StatusWire {
  readonly standing: readonly { readonly what: string; readonly since?: number; readonly why?: string }[];
  readonly history: { readonly seq: number; readonly behind: number; readonly trouble?: string };
}

interface Reasons {
  readonly ok: boolean;
  readonly reasons: readonly string[];
}

const EveryMs = 2_000;
const whole = (n: number): string => format(BigInt(n), 0);

/** Whether the venue is well, where its journal is, and what is not as it should be: looked at every two seconds. */
export function Overview() {
  const status = useRequest<FullStatus>('/status', { everyMs: EveryMs });
  const health = useRequest<Reasons>('/health', { everyMs: EveryMs });
  const ready = useRequest<Reasons>('/ready', { everyMs: EveryMs });
  return (
    <div className="halves">
      <Card title={words.overview}>
        <Answer of={status}>
          {(told) => (
            <div className="card-body">
              <dl className="facts">
                <dt>{statusText.state}</dt>
                <dd>
                  <span className={told.state === 'running' ? 'pill ok' : 'pill bad'}>{statusText.states[told.state]}</span> {told.why}
                </dd>
                <dt>{statusText.health}</dt>
                <dd>{health.problem?.message ?? (health.value?.ok === false ? health.value.reasons.join(' ') : statusText.well)}</dd>
                <dt>{statusText.ready}</dt>
                <dd>{ready.problem?.message ?? (ready.value?.ok === false ? ready.value.reasons.join(' ') : statusText.readyYes)}</dd>
                <dt>{words.journal}</dt>
                <dd>{whole(told.seq)}</dd>
                <dt>{statusText.history}</dt>
                <dd>{told.history.trouble ?? (told.history.behind === 0 ? statusText.level : statusText.behind(told.history.behind))}</dd>
                <dt>{statusText.version}</dt>
                <dd>
                  {told.version}, {words.rules(told.rulesVersion)}
                </dd>
              </dl>
            </div>
          )}
        </Answer>
      </Card>
      <Card title={words.attention}>
        <Answer of={status}>{(told) => <Attention standing={told.standing} />}</Answer>
      </Card>
    </div>
  );
}

/** Everything that is not as it should be, in one place: markets that are not open, prices that are not fresh, parts that stand still. */
function Attention({ standing }: { standing: FullStatus['standing'] }) {
  const moment = useMoment();
  const list = markets.use((m) => m.list);
  const states = markets.use((m) => m.states);
  const tickers = markets.use((m) => m.tickers);
  const lines = [
    ...list.flatMap(({ name }) => (states.get(name) === 'open' ? [] : [words.isNot(name, marketsText.states[states.get(name) ?? 'open'])])),
    ...list.flatMap(({ name }) => {
      const prices = tickers.get(name)?.priceState ?? 'fresh';
      return prices === 'fresh' ? [] : [words.priceIs(name, marketsText.prices[prices])];
    }),
    ...standing.map((s) => [s.what, s.since === undefined ? '' : statusText.since(moment(s.since)), s.why ?? ''].filter(Boolean).join(', ')),
  ];
  return (
    <div className="card-body">
      {lines.length === 0 ? (
        <p>{words.calm}</p>
      ) : (
        <ul className="plain-list">
          {lines.map((line) => (
            <li key={line} className="warn">
              {line}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
