import { Link } from '@/app/Link';
import { StateChip } from '@/features/common/StateChip';
import { useServerNow } from '@/features/common/useServerNow';
import { formatSteps, stepsOf } from '@/lib/numbers';
import { age } from '@/lib/time/zone';
import { markets } from '@/streams/markets';
import { marketsText } from '@/text/markets';
import { statusText as words } from '@/text/status';
import { Card } from '@/ui/Card';

/** Every market's state and how old its price is, by the venue's clock. */
export function MarketFacts() {
  const list = markets.use((m) => m.list);
  const tickers = markets.use((m) => m.tickers);
  const states = markets.use((m) => m.states);
  const now = useServerNow();
  return (
    <Card title={words.markets}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{words.market}</th>
            <th scope="col" className="left">{words.marketState}</th>
            <th scope="col" className="left">{words.price}</th>
            <th scope="col">{words.mark}</th>
            <th scope="col">{words.heard}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((market) => {
            const ticker = tickers.get(market.name);
            const mark = ticker?.mark === undefined ? null : stepsOf(ticker.mark, market.subtick);
            return (
              <tr key={market.name}>
                <th scope="row">
                  <Link to={`/markets/${market.name}`} className="name-link">
                    {market.name}
                  </Link>
                </th>
                <td className="left">
                  <StateChip state={states.get(market.name) ?? 'open'} prices="fresh" />
                </td>
                <td className="left">{marketsText.prices[ticker?.priceState ?? 'fresh']}</td>
                <td>{mark === null ? '—' : formatSteps(mark, market.subtick, { digits: market.tick.decimals })}</td>
                <td>{ticker === undefined ? '—' : words.ago(age(now - ticker.time))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Card>
  );
}
