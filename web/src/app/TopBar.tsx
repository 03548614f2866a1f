import { formatMoney } from '@/lib/numbers';
import { usePreferences } from '@/stores/preferences';
import { isStaff, isSignedIn, useSession } from '@/stores/session';
import { account, wholeEquity } from '@/streams/account';
import { text } from '@/text/en';
import { Icon } from '@/ui/Icon';
import { Bell } from './Bell';
import { Link } from './Link';

const sections = ['trade', 'markets', 'portfolio', 'liquidity', 'explain', 'status'] as const;

export function TopBar({ section }: { section: string }) {
  const isIn = useSession(isSignedIn);
  const isOps = useSession(isStaff);
  return (
    <header className="top">
      <Link className="brand" to="/trade" aria-label={`${text.app.name}, ${text.nav.trade}`}>
        <svg viewBox="0 0 28 20" aria-hidden="true">
          <path d="M1 5.2 12.2 8 26.6 1.2 18.4 11.6 14.6 18.6 12.6 12.6Z" />
        </svg>
        <b>{text.app.name}</b>
      </Link>
      <nav className="nav" aria-label="Main">
        {sections.map((name) => (
          <Link key={name} to={`/${name}`} aria-current={section === name ? 'page' : undefined}>
            {text.nav[name]}
          </Link>
        ))}
        {isOps && (
          <Link to="/ops" aria-current={section === 'ops' ? 'page' : undefined}>
            {text.nav.ops}
          </Link>
        )}
      </nav>
      <div className="grow" />
      {isIn && <Figures />}
      {isIn && <Bell />}
      <Looks />
      {isIn ? <Person /> : <Doors />}
    </header>
  );
}

function Figures() {
  const equity = account.use(wholeEquity);
  return (
    <>
      <div className="top-stats">
        <div>
          <span className="dim">{text.top.equity}</span>
          <b>{equity === null ? '—' : formatMoney(equity)}</b>
        </div>
      </div>
      <Link to="/portfolio/transfers" className="btn sm desk-only">
        {text.top.deposit}
      </Link>
    </>
  );
}

function Looks() {
  const { theme, palette, change } = usePreferences();
  return (
    <>
      <button type="button" className="btn ghost icon" aria-label={text.top.theme} title={text.top.theme} onClick={() => change({ theme: theme === 'light' ? 'dark' : 'light' })}>
        <Icon name="sun" />
      </button>
      <button
        type="button"
        className="btn ghost icon desk-only"
        aria-label={text.top.palette}
        title={text.top.palette}
        aria-pressed={palette === 'safe'}
        onClick={() => change({ palette: palette === 'safe' ? 'classic' : 'safe' })}
      >
        <Icon name="eye" />
      </button>
    </>
  );
}

function Person() {
  const email = useSession((s) => s.me?.email ?? '');
  const label = useSession((s) => s.me?.accounts?.find((a) => a.accountId === s.accountId)?.label ?? 'main');
  return (
    <Link to="/account" className="btn ghost">
      <span className="avatar" aria-hidden="true">
        {(email[0] ?? '?').toUpperCase()}
      </span>
      <span className="desk-only">{label}</span>
      <span className="sr">
        {text.nav.account}, {email}
      </span>
    </Link>
  );
}

const Doors = () => (
  <>
    <Link to="/sign-in" className="btn ghost">
      {text.session.signIn}
    </Link>
    <Link to="/sign-up" className="btn primary">
      {text.session.signUp}
    </Link>
  </>
);
