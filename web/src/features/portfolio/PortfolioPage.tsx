import type { ComponentType } from 'react';
import { Link } from '@/app/Link';
import type { PageProps } from '@/app/routes';
import { SignedIn } from '@/features/common/SignedIn';
import { portfolioText as words } from '@/text/portfolio';
import { Accounts } from './Accounts';
import { Fees } from './Fees';
import { Overview } from './Overview';
import { Transfers } from './Transfers';

const tabs = ['overview', 'transfers', 'accounts', 'fees'] as const;
const views: Record<(typeof tabs)[number], ComponentType> = { overview: Overview, transfers: Transfers, accounts: Accounts, fees: Fees };

export default function PortfolioPage({ params }: PageProps) {
  const tab = tabs.find((t) => t === params['rest']) ?? 'overview';
  const View = views[tab];
  return (
    <main id="main" tabIndex={-1} className="page">
      <div className="page-inner">
        <div className="page-head">
          <div>
            <h1>{words.title}</h1>
            <p className="lead">{words.lead}</p>
          </div>
        </div>
        <nav className="tabs page-tabs" aria-label={words.title}>
          {tabs.map((t) => (
            <Link key={t} to={t === 'overview' ? '/portfolio' : `/portfolio/${t}`} aria-current={t === tab ? 'page' : undefined}>
              {words.tabs[t]}
            </Link>
          ))}
          <Link to="/history/fills">{words.tabs.history}</Link>
        </nav>
        <SignedIn why={words.why}>
          <View />
        </SignedIn>
      </div>
    </main>
  );
}
