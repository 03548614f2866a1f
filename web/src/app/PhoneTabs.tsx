import { usePreferences } from '@/stores/preferences';
import { account } from '@/streams/account';
import { text } from '@/text/en';
import { Icon, type IconName } from '@/ui/Icon';
import { Link } from './Link';
import { useQuery } from './router';

export type PhoneView = 'chart' | 'order' | 'positions';

/** On phones the trade page shows one section at a time; these choose it. */
export function PhoneTabs({ section }: { section: string }) {
  const market = usePreferences((p) => p.lastMarket);
  const view = (useQuery('view') ?? 'chart') as PhoneView;
  const positions = account.use((a) => a.positions.size);
  const trade = (name: PhoneView, icon: IconName, label: string, count = 0) => (
    <Link to={`/trade/${market}?view=${name}`} aria-current={section === 'trade' && view === name ? 'page' : undefined}>
      <Icon name={icon} />
      {label}
      {count > 0 && <span className="badge">{count}</span>}
    </Link>
  );
  return (
    <nav className="phone-tabs" aria-label="Sections">
      {trade('chart', 'chart', text.phone.chart)}
      {trade('order', 'swap', text.phone.order)}
      {trade('positions', 'list', text.phone.positions, positions)}
      <Link to="/portfolio" aria-current={section === 'portfolio' ? 'page' : undefined}>
        <Icon name="pie" />
        {text.nav.portfolio}
      </Link>
      <Link to="/more" aria-current={section === 'more' ? 'page' : undefined}>
        <Icon name="more" />
        {text.nav.more}
      </Link>
    </nav>
  );
}
