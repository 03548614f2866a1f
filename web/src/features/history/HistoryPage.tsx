import { Link } from '@/app/Link';
import type { PageProps } from '@/app/routes';
import { PageTabs } from '@/features/common/PageTabs';
import { SignedIn } from '@/features/common/SignedIn';
import { historyText as words } from '@/text/history';
import { portfolioText } from '@/text/portfolio';
import { HistoryTable } from './HistoryTable';
import { tableNames } from './tables';

/** Everything that happened on an account, table by table. */
export default function HistoryPage({ params }: PageProps) {
  const name = tableNames.find((t) => t === params['rest']) ?? 'fills';
  return (
    <main id="main" tabIndex={-1} className="page">
      <div className="page-inner">
        <div className="page-head">
          <div>
            <p className="crumbs">
              <Link to="/portfolio" className="link">{portfolioText.title}</Link> / {words.title}
            </p>
            <h1>{words.title}</h1>
          </div>
        </div>
        <PageTabs label={words.title} tabs={tableNames.map((t) => ({ to: `/history/${t}`, label: words.names[t] }))} open={`/history/${name}`} />
        <SignedIn why={portfolioText.why}>
          <HistoryTable key={name} name={name} />
        </SignedIn>
      </div>
    </main>
  );
}
