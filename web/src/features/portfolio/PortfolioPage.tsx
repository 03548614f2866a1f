import type { ComponentType } from 'react';
import type { PageProps } from '@/app/routes';
import { PageTabs, partAt } from '@/features/common/PageTabs';
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
        <PageTabs label={words.title} tabs={[...tabs.map((t) => ({ to: partAt('/portfolio', t), label: words.tabs[t] })), { to: '/history/fills', label: words.tabs.history }]} open={partAt('/portfolio', tab)} />
        <SignedIn why={words.why}>
          <View />
        </SignedIn>
      </div>
    </main>
  );
}
