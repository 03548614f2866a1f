import type { ComponentType } from 'react';
import type { PageProps } from '@/app/routes';
import { PageTabs, partAt } from '@/features/common/PageTabs';
import { SignedIn } from '@/features/common/SignedIn';
import { isStaff, useSession } from '@/stores/session';
import { opsText as words } from '@/text/ops';
import { Icon } from '@/ui/Icon';
import { Nothing } from '@/ui/Nothing';
import { Changes } from './Changes';
import { Events } from './Events';
import { Insurance } from './Insurance';
import { Liquidations } from './Liquidations';
import { MarketMoves } from './MarketMoves';
import { Overview } from './Overview';
import { People } from './People';
import { Prices } from './Prices';
import { Profit } from './Profit';
import { Withdrawals } from './Withdrawals';

const tabs = ['overview', 'markets', 'changes', 'people', 'prices', 'insurance', 'liquidations', 'profit', 'withdrawals', 'events'] as const;
type Tab = (typeof tabs)[number];

const views: Record<Tab, ComponentType> = { overview: Overview, markets: MarketMoves, changes: Changes, people: People, prices: Prices, insurance: Insurance, liquidations: Liquidations, profit: Profit, withdrawals: Withdrawals, events: Events };

/** What the API offers operators today, and nothing that pretends. */
export default function OpsPage({ params }: PageProps) {
  const tab = tabs.find((t) => t === params['rest']) ?? 'overview';
  const View = views[tab];
  return (
    <main id="main" tabIndex={-1} className="page ops">
      <div className="page-inner">
        <div className="page-head">
          <h1>{words.title}</h1>
        </div>
        <SignedIn why={words.why}>
          <Operators>
            <p className="ops-frame">
              <Icon name="warn" /> {words.frame}
            </p>
            <PageTabs label={words.title} tabs={tabs.map((t) => ({ to: partAt('/ops', t), label: words.tabs[t] }))} open={partAt('/ops', tab)} />
            <View />
          </Operators>
        </SignedIn>
      </div>
    </main>
  );
}

function Operators({ children }: { children: React.ReactNode }) {
  const isOps = useSession(isStaff);
  return isOps ? children : <Nothing title={words.no}>{words.noWhy}</Nothing>;
}
