import { Answer } from '@/features/common/Answer';
import { PagedTable, type Placed, placeOf } from '@/features/common/PagedTable';
import { useMoment } from '@/features/common/useMoment';
import { formatMoney, parseDecimal } from '@/lib/numbers';
import { useRequest } from '@/stores/request';
import { historyText } from '@/text/history';
import { opsText as words } from '@/text/ops';
import { Card } from '@/ui/Card';
import { WideTable } from '@/ui/WideTable';

interface FundWire {
  readonly market?: string;
  readonly fund: string;
  readonly allowance: string;
  readonly badDebt: string;
}

interface Row extends Placed {
  readonly kind: string;
  readonly market?: string;
  readonly fromMarket?: string;
  readonly fromGlobal?: string;
  readonly marketFund?: string;
  readonly globalFund?: string;
  readonly badDebt?: string;
}

const money = (text: string | undefined): string => (text === undefined ? '—' : formatMoney(parseDecimal(text, 6) ?? 0n));

/** Told as what a fund paid; shown as what it changed by. */
const change = (paid: string | undefined): string => (paid === undefined ? '—' : formatMoney(-(parseDecimal(paid, 6) ?? 0n), { sign: true }));

/** What stands behind losses, what of it one event may use, and what it paid. */
export function Insurance() {
  const funds = useRequest<{ funds: FundWire[] }>('/insurance/funds', { everyMs: 5_000 });
  const moment = useMoment();
  return (
    <div className="stack">
      <Card title={words.funds}>
        <Answer of={funds}>
          {(told) => (
            <WideTable label={words.funds}>
              <thead>
                <tr>
                  <th scope="col">{words.market}</th>
                  <th scope="col">{words.fund}</th>
                  <th scope="col">{words.allowance}</th>
                  <th scope="col">{words.badDebt}</th>
                </tr>
              </thead>
              <tbody>
                {told.funds.map((f) => (
                  <tr key={f.market ?? ''}>
                    <th scope="row">{f.market ?? words.behindAll}</th>
                    <td>{money(f.fund)}</td>
                    <td>{money(f.allowance)}</td>
                    <td className={f.badDebt === '0' ? undefined : 'down'}>{money(f.badDebt)}</td>
                  </tr>
                ))}
              </tbody>
            </WideTable>
          )}
        </Answer>
      </Card>
      <Card title={words.draws}>
        <PagedTable<Row>
          path="/insurance"
          label={words.draws}
          empty={words.noDraws}
          keyOf={placeOf}
          columns={[
            { label: historyText.time, isText: true, render: (r) => moment(r.time) },
            { label: words.what, isText: true, render: (r) => historyText.values[r.kind] ?? r.kind },
            { label: words.market, isText: true, render: (r) => r.market ?? words.behindAll },
            { label: words.fromMarket, render: (r) => change(r.fromMarket) },
            { label: words.fromAll, render: (r) => change(r.fromGlobal) },
            { label: words.fund, render: (r) => money(r.marketFund ?? r.globalFund) },
            { label: words.badDebt, render: (r) => money(r.badDebt) },
          ]}
        />
      </Card>
    </div>
  );
}
