import { Answer } from '@/features/common/Answer';
import { formatBasisPoints, formatMoney, parseDecimal } from '@/lib/numbers';
import { useRequest } from '@/stores/request';
import { account } from '@/streams/account';
import { portfolioText } from '@/text/portfolio';
import { Card } from '@/ui/Card';

interface TierRow {
  readonly tier: number;
  readonly volume30d: string;
  readonly maker: string;
  readonly taker: string;
}

const words = portfolioText.fees;
const rate = (text: string): string => formatBasisPoints(parseDecimal(text, 9) ?? 0n);

interface StandingWire {
  readonly maker: string;
  readonly taker: string;
  readonly volume30d: string;
  readonly volumeToday: string;
  readonly next?: { readonly tier: number; readonly maker: string; readonly taker: string; readonly volume30d: string; readonly missing: string };
}

export const Fees = () => (
  <div className="stack">
    <Standing />
    <Tiers />
  </div>
);

/** Where the account stands between its tier and the next. */
function Standing() {
  const told = useRequest<StandingWire>('/fee-tier', { everyMs: 30_000 });
  const money = (text: string): string => formatMoney(parseDecimal(text, 6) ?? 0n, { digits: 0 });
  return (
    <Answer of={told} missing={null}>
      {(own) => (
        <Card title={words.own}>
          <div className="card-body">
            <dl className="facts">
              <dt>{words.maker}</dt>
              <dd>{rate(own.maker)}</dd>
              <dt>{words.taker}</dt>
              <dd>{rate(own.taker)}</dd>
              <dt>{words.volume30d}</dt>
              <dd>{money(own.volume30d)} USDC</dd>
              <dt>{words.today}</dt>
              <dd>{money(own.volumeToday)} USDC</dd>
              {own.next && (
                <>
                  <dt>{words.next(`T${String(own.next.tier)}`, rate(own.next.maker), rate(own.next.taker))}</dt>
                  <dd>
                    <Progress missing={own.next.missing} of={own.next.volume30d} /> {words.missing(money(own.next.missing))}
                  </dd>
                </>
              )}
            </dl>
          </div>
        </Card>
      )}
    </Answer>
  );
}

function Progress({ missing, of }: { missing: string; of: string }) {
  const [left, all] = [parseDecimal(missing, 6) ?? 0n, parseDecimal(of, 6) ?? 1n];
  const share = all === 0n ? 100 : Number(((all - left) * 1000n) / all) / 10;
  return <progress className="progress" aria-label={words.volume30d} value={Math.max(0, share)} max={100} />;
}

function Tiers() {
  const fees = useRequest<{ tiers: TierRow[] }>('/fees');
  const own = account.use((a) => a.feeTier);
  return (
    <Card title={words.title}>
      <div className="card-body">
        <p>{words.about}</p>
      </div>
      <Answer of={fees}>
        {({ tiers }) => (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{words.tier}</th>
                <th scope="col">{words.volume}</th>
                <th scope="col">{words.maker}</th>
                <th scope="col">{words.taker}</th>
              </tr>
            </thead>
            <tbody>
              {tiers.map((tier) => (
                <tr key={tier.tier} aria-current={tier.tier === own || undefined}>
                  <th scope="row">
                    T{tier.tier} {tier.tier === own && <span className="pill ok">{words.yours}</span>}
                  </th>
                  <td>{formatMoney(parseDecimal(tier.volume30d, 6) ?? 0n, { digits: 0 })} USDC</td>
                  <td>{rate(tier.maker)}</td>
                  <td>{rate(tier.taker)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Answer>
    </Card>
  );
}
