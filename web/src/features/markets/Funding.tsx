import { Answer } from '@/features/common/Answer';
import { useMoment } from '@/features/common/useMoment';
import type { Market } from '@/lib/markets/terms';
import { formatPercent, formatSteps, parseDecimal, stepsOf } from '@/lib/numbers';
import { usePages } from '@/stores/page-list';
import { useRequest } from '@/stores/request';
import { marketsText } from '@/text/markets';
import { Card } from '@/ui/Card';

const words = marketsText.one;

export interface FundingWire {
  readonly market: string;
  readonly on: boolean;
  readonly rate?: string;
  readonly predictedRate?: string;
  readonly nextAt?: number;
  readonly averagePremium?: string;
}

interface HourWire {
  readonly hour?: number;
  readonly time: number;
  readonly seq: number;
  readonly index: number;
  readonly rate: string;
  readonly premium?: string;
  readonly indexPrice: string;
}

const percent = (text: string | undefined): string => (text === undefined ? '—' : formatPercent(parseDecimal(text, 9) ?? 0n, { digits: 5, sign: true }));

/** What longs and shorts pay each other: now, and hour by hour. */
export const Funding = ({ market }: { market: Market }) => (
  <Card title={words.funding}>
    <div className="card-body">
      <p>{words.fundingLead}</p>
      <Now market={market} />
    </div>
    <Hours market={market} />
  </Card>
);

function Now({ market }: { market: Market }) {
  const told = useRequest<FundingWire>(`/funding/${market.name}`, { everyMs: 5_000 });
  const moment = useMoment();
  return (
    <Answer of={told} missing={null}>
      {(now) =>
        now.on ? (
          <dl className="facts">
            <dt>{words.predicted}</dt>
            <dd>
              {percent(now.predictedRate)} <span className="dim">{(now.predictedRate ?? '').startsWith('-') ? words.shorts : words.longs}</span>
            </dd>
            <dt>{words.next}</dt>
            <dd>{now.nextAt === undefined ? '—' : moment(now.nextAt)}</dd>
            <dt>{words.rateNow}</dt>
            <dd>{percent(now.rate)}</dd>
            <dt>{words.premiumNow}</dt>
            <dd>{percent(now.averagePremium)}</dd>
          </dl>
        ) : (
          <p>{words.fundingOff}</p>
        )
      }
    </Answer>
  );
}

function Hours({ market }: { market: Market }) {
  const hours = usePages<HourWire>(`/funding-rates/${market.name}`, { limit: 24 });
  const moment = useMoment();
  if (hours.rows.length === 0) return hours.isFirst ? null : <p className="waiting">{words.noFunding}</p>;
  return (
    <>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.rate}</th>
            <th scope="col">{words.premium}</th>
            <th scope="col">{words.index}</th>
          </tr>
        </thead>
        <tbody>
          {hours.rows.map((h) => {
            const index = stepsOf(h.indexPrice, market.subtick);
            return (
              <tr key={`${String(h.seq)}-${String(h.index)}`}>
                <td>{moment(h.time)}</td>
                <td>{percent(h.rate)}</td>
                <td>{percent(h.premium)}</td>
                <td>{index === null ? h.indexPrice : formatSteps(index, market.subtick, { digits: market.tick.decimals })}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {hours.hasMore && (
        <div className="card-body">
          <button type="button" className="btn" disabled={hours.isLoading} onClick={hours.more}>
            {words.older}
          </button>
        </div>
      )}
    </>
  );
}
