import { Link } from '@/app/Link';
import { SignedIn } from '@/features/common/SignedIn';
import { useMoment } from '@/features/common/useMoment';
import { formatMoney, parseDecimal } from '@/lib/numbers';
import { usePages } from '@/stores/page-list';
import { explainText as words } from '@/text/explain';
import { historyText } from '@/text/history';
import { pages } from '@/text/pages';
import { Card } from '@/ui/Card';
import { Nothing } from '@/ui/Nothing';

interface Row {
  readonly kind?: string;
  readonly market?: string;
  readonly amount?: string;
  readonly time: number;
  readonly seq: number;
  readonly index: number;
}

const Shown = 40;

/** What the engine did by itself, newest first, each with its explanation. */
export default function ExplainPage() {
  return (
    <main id="main" tabIndex={-1} className="page">
      <div className="page-inner narrow">
        <div className="page-head">
          <div>
            <h1>{words.title}</h1>
            <p className="lead">{words.lead}</p>
          </div>
          <Link to="/explain/proof" className="btn">
            {words.proof.link}
          </Link>
        </div>
        <SignedIn why={words.why}>
          <Lately />
        </SignedIn>
      </div>
    </main>
  );
}

function Lately() {
  const risk = usePages<Row>('/history/liquidations', { limit: Shown });
  const adl = usePages<Row>('/history/adl', { limit: Shown });
  const funding = usePages<Row>('/history/funding', { limit: Shown });
  const decided = risk.rows.filter((r) => r.kind !== 'liquidationEnded' && r.kind !== 'collateralConverted');
  const all = [...decided, ...adl.rows.map((r) => ({ ...r, kind: 'adlApplied' })), ...funding.rows.map((r) => ({ ...r, kind: 'fundingPaid' }))];
  const rows = all.sort((a, b) => b.seq - a.seq || b.index - a.index).slice(0, Shown);
  const extra = (
    <Link to="/history/liquidations" className="link note">
      {words.more}
    </Link>
  );
  return (
    <Card title={words.list} extra={extra}>
      {rows.length > 0 ? <Table rows={rows} /> : risk.problem?.isMissingRoute ? <Nothing title={pages.missing.title}>{pages.missing.text}</Nothing> : risk.isFirst ? <p className="waiting" aria-busy="true">{pages.loading}</p> : <Nothing title={words.none} />}
    </Card>
  );
}

function Table({ rows }: { rows: readonly Row[] }) {
  const moment = useMoment();
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{words.when}</th>
          <th scope="col" className="left">{words.what}</th>
          <th scope="col" className="left">{words.market}</th>
          <th scope="col">{words.amount}</th>
          <th scope="col"><span className="sr">{words.open}</span></th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${String(row.seq)}-${String(row.index)}`}>
            <td>{moment(row.time)}</td>
            <td className="left">{row.kind === 'fundingPaid' ? historyText.names.funding : row.kind === 'adlApplied' ? historyText.names.adl : (historyText.values[row.kind ?? ''] ?? row.kind)}</td>
            <td className="left">{row.market ?? '—'}</td>
            <td>{row.amount === undefined ? '' : formatMoney(parseDecimal(row.amount, 6) ?? 0n)}</td>
            <td>
              <Link to={`/explain/${String(row.seq)}/${String(row.index)}`} className="link">
                {words.open}
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
