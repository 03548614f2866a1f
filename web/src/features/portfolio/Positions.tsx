import { Link } from '@/app/Link';
import type { Market } from '@/lib/markets/terms';
import { entryOf, liquidationPrice, notionalAt, unrealised } from '@/lib/margin/position';
import { maintenanceOf } from '@/lib/margin/tiers';
import { absOf, formatMoney, formatPercent, formatSteps, ONE } from '@/lib/numbers';
import type { StressedAccount, StressedPosition } from '@/lib/stress/account';
import { headroom } from '@/lib/stress/path';
import { markets } from '@/streams/markets';
import { portfolioText } from '@/text/portfolio';
import { Card } from '@/ui/Card';
import { Nothing } from '@/ui/Nothing';
import { WideTable } from '@/ui/WideTable';

const words = portfolioText.positions;

export function Positions({ model }: { model: StressedAccount }) {
  const byName = markets.use((m) => m.byName);
  const act = (
    <Link to="/trade" className="btn">
      {words.trade}
    </Link>
  );
  return (
    <Card title={words.title}>
      {model.positions.length === 0 ? (
        <Nothing title={words.empty} act={act} />
      ) : (
        <WideTable label={words.title}>
          <thead>
            <tr>
              <th scope="col">{words.market}</th>
              <th scope="col">{words.size}</th>
              <th scope="col">{words.entry}</th>
              <th scope="col">{words.mark}</th>
              <th scope="col">{words.pnl}</th>
              <th scope="col">{words.liquidation}</th>
            </tr>
          </thead>
          <tbody>
            {model.positions.map((p) => {
              const market = byName.get(p.market);
              return market === undefined ? null : <Position key={p.market} position={p} market={market} model={model} />;
            })}
          </tbody>
        </WideTable>
      )}
    </Card>
  );
}

function Position({ position, market, model }: { position: StressedPosition; market: Market; model: StressedAccount }) {
  const pnl = unrealised(position, position.mark);
  const level = liquidationPrice(position, position.pot ?? others(model, position));
  const digits = { digits: market.tick.decimals };
  const entry = entryOf(position);
  return (
    <tr>
      <th scope="row">
        <Link to={`/trade/${market.name}`} className="name-link">
          {market.name}
        </Link>{' '}
        <span className={position.size > 0n ? 'up' : 'down'}>{position.size > 0n ? '▲ ' + portfolioText.whatIf.long : '▼ ' + portfolioText.whatIf.short}</span>
      </th>
      <td>{formatSteps(absOf(position.size), market.lot)}</td>
      <td>{entry === null ? '—' : formatSteps(entry, market.subtick, digits)}</td>
      <td>{formatSteps(position.mark, market.subtick, digits)}</td>
      <td className={pnl > 0n ? 'up' : pnl < 0n ? 'down' : ''}>{formatMoney(pnl, { sign: true })}</td>
      <td>
        {level === null ? (
          <span className="dim">{words.none}</span>
        ) : (
          <>
            {formatSteps(level, market.subtick, { ...digits, rounding: position.size > 0n ? 'up' : 'down' })}{' '}
            <span className="dim">{words.away(formatPercent((absOf(position.mark - level) * ONE) / position.mark, { digits: 1, rounding: 'down' }))}</span>
          </>
        )}
      </td>
    </tr>
  );
}

/** What stands behind a position that shares the account's margin: equity without it, less the maintenance of the others. */
function others(model: StressedAccount, position: StressedPosition): bigint {
  const own = unrealised(position, position.mark) - maintenanceOf(position.tiers, notionalAt(position, position.mark));
  return headroom(model, new Map(), 0n, new Map()) - own;
}
