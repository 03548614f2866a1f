import { Link } from '@/app/Link';
import type { PageProps } from '@/app/routes';
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
        <nav className="tabs page-tabs" aria-label={words.title}>
          {tableNames.map((t) => (
            <Link key={t} to={`/history/${t}`} aria-current={t === name ? 'page' : undefined}>
              {words.names[t]}
            </Link>
          ))}
        </nav>
        <SignedIn why={portfolioText.why}>
          <HistoryTable key={name} name={name} />
        </SignedIn>
      </div>
    </main>
  );
}
