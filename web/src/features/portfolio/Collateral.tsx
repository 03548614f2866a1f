import { Link } from '@/app/Link';
import { maintenanceCollateral } from '@/lib/margin/collateral';
import { decimalText, format, formatMoney, formatPercent, ONE } from '@/lib/numbers';
import type { StressedAccount } from '@/lib/stress/account';
import { portfolioText } from '@/text/portfolio';
import { Card } from '@/ui/Card';
import { Nothing } from '@/ui/Nothing';
import type { AssetWire } from './model';

const words = portfolioText.collateral;

/** What the account holds, and what of it counts as margin. */
export function Collateral({ model, assets }: { model: StressedAccount; assets: readonly AssetWire[] }) {
  const settle = assets.find((a) => a.isSettle)?.asset ?? 'USDC';
  const pots = model.positions.reduce((sum, p) => sum + (p.pot ?? 0n), 0n);
  const rows: [string, string, string, string][] = [[settle, formatMoney(model.cash), formatPercent(ONE, { digits: 0 }), formatMoney(model.cash)]];
  for (const c of model.collateral) {
    rows.push([c.asset, format(c.counted, c.decimals, { digits: decimalText(c.counted, c.decimals).split('.')[1]?.length ?? 0 }), formatPercent(c.maintenanceWeight, { digits: 0 }), formatMoney(maintenanceCollateral(c, c.price))]);
  }
  if (pots > 0n) rows.push([words.pots, formatMoney(pots), words.locked, formatMoney(pots)]);
  const isEmpty = model.cash === 0n && model.collateral.length === 0 && pots === 0n;
  const act = (
    <Link to="/portfolio/transfers" className="btn primary">
      {words.get}
    </Link>
  );
  return (
    <Card title={words.title} extra={<span className="note">{words.about}</span>}>
      {isEmpty ? (
        <Nothing title={words.empty} act={act} />
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{words.asset}</th>
              <th scope="col">{words.amount}</th>
              <th scope="col">{words.weight}</th>
              <th scope="col">{words.counts}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([asset, amount, weight, counts]) => (
              <tr key={asset}>
                <th scope="row">{asset}</th>
                <td>{amount}</td>
                <td>{weight}</td>
                <td>{counts}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}
