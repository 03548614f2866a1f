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

export function Fees() {
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
