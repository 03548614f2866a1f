import { PagedTable } from '@/features/common/PagedTable';
import { formatMoney, parseDecimal } from '@/lib/numbers';
import { dateText } from '@/lib/time/zone';
import { opsText as words } from '@/text/ops';
import { Card } from '@/ui/Card';

interface Row {
  readonly day: number;
  readonly asset: string;
  readonly fees: string;
  readonly liquidationFees: string;
  readonly referrals: string;
  readonly builders: string;
}

const money = (text: string): string => formatMoney(parseDecimal(text, 6) ?? 0n, { sign: true });

/** What the venue kept and what others earned through it, by UTC day. */
export const Profit = () => (
  <Card title={words.profit} extra={<span className="note">{words.profitNote}</span>}>
    <PagedTable<Row>
      path="/admin/profit"
      label={words.profit}
      empty={words.noProfit}
      keyOf={(r) => `${String(r.day)}/${r.asset}`}
      columns={[
        { label: words.day, isText: true, render: (r) => dateText(r.day, 'UTC') },
        { label: words.asset, isText: true, render: (r) => r.asset },
        { label: words.fees, render: (r) => money(r.fees) },
        { label: words.liquidationFees, render: (r) => money(r.liquidationFees) },
        { label: words.referrals, render: (r) => money(r.referrals) },
        { label: words.builders, render: (r) => money(r.builders) },
      ]}
    />
  </Card>
);
