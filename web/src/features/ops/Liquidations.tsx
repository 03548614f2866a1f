import { PagedTable, type Placed, placeOf } from '@/features/common/PagedTable';
import { useMoment } from '@/features/common/useMoment';
import { formatMoney, formatSteps, parseDecimal, stepsOf } from '@/lib/numbers';
import { markets } from '@/streams/markets';
import { historyText } from '@/text/history';
import { opsText as words } from '@/text/ops';
import { Card } from '@/ui/Card';
import { wirePriceText } from '@/ui/numbers';

interface Row extends Placed {
  readonly kind: string;
  readonly market?: string;
  readonly qty?: string;
  readonly limit?: string;
  readonly amount?: string;
  readonly equity?: string;
  readonly maintenanceMargin?: string;
}

const money = (text: string | undefined): string => (text === undefined ? '—' : formatMoney(parseDecimal(text, 6) ?? 0n));

/** Every warning, liquidation, backstop and deleveraging of the venue, without whose they were. */
export function Liquidations() {
  const moment = useMoment();
  const byName = markets.use((m) => m.byName);
  return (
    <Card title={words.liquidations}>
      <PagedTable<Row>
        path="/liquidations"
        label={words.liquidations}
        empty={words.noLiquidations}
        keyOf={placeOf}
        columns={[
          { label: historyText.time, isText: true, render: (r) => moment(r.time) },
          { label: words.what, isText: true, render: (r) => historyText.values[r.kind] ?? r.kind },
          { label: words.market, isText: true, render: (r) => r.market ?? '—' },
          {
            label: words.size,
            render: (r) => {
              const market = byName.get(r.market ?? '');
              return market === undefined || r.qty === undefined ? '—' : `${formatSteps(stepsOf(r.qty, market.lot) ?? 0n, market.lot)} ${market.base}`;
            },
          },
          {
            label: words.limit,
            render: (r) => {
              const market = byName.get(r.market ?? '');
              return market === undefined ? '—' : wirePriceText(r.limit, market);
            },
          },
          { label: words.equity, render: (r) => money(r.equity) },
          { label: words.maintenance, render: (r) => money(r.maintenanceMargin) },
        ]}
      />
    </Card>
  );
}
