import { Link } from '@/app/Link';
import { formatMoney, parseDecimal } from '@/lib/numbers';
import { usePages } from '@/stores/page-list';
import { portfolioText } from '@/text/portfolio';
import { Card } from '@/ui/Card';
import { sumsOf } from './sums';

const words = portfolioText.byMarket;
const Most = 1000;

interface ClosedWire {
  readonly market: string;
  readonly realised: string;
  readonly fees: string;
  readonly funding: string;
  readonly net: string;
}

/** What closed positions came to, market by market: the newest thousand of them. */
export function ByMarket() {
  const closed = usePages<ClosedWire>('/history/positions', { limit: Most });
  if (closed.rows.length === 0) return null;
  const count = (text: string): bigint => parseDecimal(text, 6) ?? 0n;
  const sums = sumsOf(closed.rows.map((r) => ({ market: r.market, trading: count(r.realised), funding: -count(r.funding), fees: -count(r.fees), net: count(r.net) })));
  return (
    <Card
      title={words.title}
      extra={
        <Link to="/history/positions" className="link note">
          {words.all}
        </Link>
      }
    >
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{words.market}</th>
            <th scope="col">{words.trading}</th>
            <th scope="col">{words.funding}</th>
            <th scope="col">{words.fees}</th>
            <th scope="col">{words.net}</th>
          </tr>
        </thead>
        <tbody>
          {sums.map((s) => (
            <tr key={s.market}>
              <th scope="row">{s.market}</th>
              {[s.trading, s.funding, s.fees, s.net].map((amount, i) => (
                <td key={i} className={amount > 0n ? 'up' : amount < 0n ? 'down' : ''}>
                  {formatMoney(amount, { sign: true })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
