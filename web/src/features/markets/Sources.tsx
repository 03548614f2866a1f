import { Answer } from '@/features/common/Answer';
import { useServerNow } from '@/features/common/useServerNow';
import type { Market } from '@/lib/markets/terms';
import { formatPercent, formatSteps, parseDecimalDown, stepsOf } from '@/lib/numbers';
import { age } from '@/lib/time/zone';
import { useRequest } from '@/stores/request';
import { statusText } from '@/text/status';
import { marketsText } from '@/text/markets';
import { Card } from '@/ui/Card';

const words = marketsText.one;

interface SourceWire {
  readonly source: number;
  readonly price?: string;
  readonly time?: number;
  readonly confidence?: string;
  readonly weight: number;
  readonly health: string;
}

interface IndexWire {
  readonly index?: string;
  readonly minSources: number;
  readonly maxAge: number;
  readonly candidate?: string;
  readonly sources: readonly SourceWire[];
}

/** Where the index comes from, source by source, and which of them count at the moment. */
export function Sources({ market }: { market: Market }) {
  const told = useRequest<IndexWire>(`/index/${market.name}`, { everyMs: 2_000 });
  return (
    <Answer of={told} missing={null}>
      {(index) => (
        <Card title={words.sources}>
          <div className="card-body">
            {index.sources.length === 0 ? (
              <p>{words.byHand}</p>
            ) : (
              <p>
                {words.least(index.minSources)}
                {age(index.maxAge)}. {index.candidate !== undefined && <b className="warn">{`${words.waits} ${priceText(index.candidate, market)}`}</b>}
              </p>
            )}
          </div>
          {index.sources.length > 0 && <Table market={market} sources={index.sources} />}
        </Card>
      )}
    </Answer>
  );
}

function Table({ market, sources }: { market: Market; sources: readonly SourceWire[] }) {
  const now = useServerNow();
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{words.source}</th>
          <th scope="col">{words.price}</th>
          <th scope="col">{words.confidence}</th>
          <th scope="col">{words.weight}</th>
          <th scope="col">{words.age}</th>
          <th scope="col" className="left">{words.health}</th>
        </tr>
      </thead>
      <tbody>
        {sources.map((s) => (
          <tr key={s.source}>
            <th scope="row">{s.source}</th>
            <td>{s.price === undefined ? '—' : priceText(s.price, market)}</td>
            <td>{s.confidence === undefined ? '—' : formatPercent(parseDecimalDown(s.confidence, 9) ?? 0n, { digits: 3 })}</td>
            <td>{s.weight}</td>
            <td>{s.time === undefined ? '—' : statusText.ago(age(now - s.time))}</td>
            <td className="left">
              <span className={s.health === 'used' ? 'pill ok' : 'pill warn'}>{words.healths[s.health] ?? s.health}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function priceText(text: string, market: Market): string {
  const steps = stepsOf(text, market.subtick);
  return steps === null ? text : formatSteps(steps, market.subtick);
}
