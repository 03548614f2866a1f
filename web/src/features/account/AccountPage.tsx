import type { ComponentType } from 'react';
import type { PageProps } from '@/app/routes';
import { PageTabs, partAt } from '@/features/common/PageTabs';
import { SignedIn } from '@/features/common/SignedIn';
import { accountText } from '@/text/account';
import { Keys } from './Keys';
import { Licences } from './Licences';
import { Limits } from './Limits';
import { Overview } from './Overview';
import { Preferences } from './Preferences';
import { Security } from './Security';
import { Sessions } from './Sessions';

const tabs = ['overview', 'security', 'sessions', 'keys', 'limits', 'preferences', 'licences'] as const;
type Tab = (typeof tabs)[number];

const views: Record<Tab, ComponentType> = { overview: Overview, security: Security, sessions: Sessions, keys: Keys, limits: Limits, preferences: Preferences, licences: Licences };
/** How it looks and whose work is in it is nobody's secret. */
const open: ReadonlySet<Tab> = new Set(['preferences', 'licences']);

export default function AccountPage({ params }: PageProps) {
  const tab = tabs.find((t) => t === params['rest']) ?? 'overview';
  const View = views[tab];
  return (
    <main id="main" tabIndex={-1} className="page">
      <div className="page-inner narrow">
        <div className="page-head">
          <h1>{accountText.title}</h1>
        </div>
        <PageTabs label={accountText.title} tabs={tabs.map((t) => ({ to: partAt('/account', t), label: accountText.tabs[t] }))} open={partAt('/account', tab)} />
        {open.has(tab) ? (
          <View />
        ) : (
          <SignedIn why={accountText.why}>
            <View />
          </SignedIn>
        )}
      </div>
    </main>
  );
}
