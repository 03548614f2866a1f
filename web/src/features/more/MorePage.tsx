import { Link } from '@/app/Link';
import { isStaff, isSignedIn, useSession } from '@/stores/session';
import { text } from '@/text/en';
import { noticesText } from '@/text/notices';
import { Icon, type IconName } from '@/ui/Icon';

const places: readonly (readonly [to: string, icon: IconName, label: string])[] = [
  ['/markets', 'list', text.nav.markets],
  ['/liquidity', 'bolt', text.nav.liquidity],
  ['/explain', 'info', text.nav.explain],
  ['/status', 'chart', text.nav.status],
  ['/notifications', 'bell', noticesText.title],
  ['/account', 'person', text.nav.account],
  ['/account/preferences', 'eye', 'Preferences'],
];

/** On phones: everything that has no tab of its own. */
export default function MorePage() {
  const isIn = useSession(isSignedIn);
  const isOps = useSession(isStaff);
  const all = [...places, ...(isOps ? [['/ops', 'warn', text.nav.ops] as const] : []), ...(isIn ? [] : [['/sign-in', 'arrow', text.session.signIn] as const])];
  return (
    <main id="main" tabIndex={-1} className="page">
      <div className="page-inner">
        <h1 className="sr">{text.nav.more}</h1>
        <nav className="card places" aria-label={text.nav.more}>
          {all.map(([to, icon, label]) => (
            <Link key={to} to={to}>
              <Icon name={icon} size={18} />
              {label}
              <Icon name="arrow" />
            </Link>
          ))}
        </nav>
      </div>
    </main>
  );
}
