import { useEffect, useState } from 'react';
import { Link } from '@/app/Link';
import { Answer } from '@/features/common/Answer';
import { SignedIn } from '@/features/common/SignedIn';
import { useMoment } from '@/features/common/useMoment';
import { isoText } from '@/lib/time/zone';
import { lastSeen, seeAll } from '@/trading/attention';
import { markets } from '@/streams/markets';
import { noticesText as words } from '@/text/notices';
import { Card } from '@/ui/Card';
import { Icon, type IconName } from '@/ui/Icon';
import { Nothing } from '@/ui/Nothing';
import { type Notice, type NoticeKind, noticeKinds } from './notices';
import { useNotices } from './useNotices';

export default function NotificationsPage() {
  return (
    <main id="main" tabIndex={-1} className="page">
      <div className="page-inner narrow">
        <div className="page-head">
          <div>
            <h1>{words.title}</h1>
            <p className="lead">{words.lead}</p>
          </div>
          <Link to="/account/preferences" className="link">
            {words.preferences}
          </Link>
        </div>
        <SignedIn why={words.why}>
          <List />
        </SignedIn>
      </div>
    </main>
  );
}

function List() {
  const isLoaded = markets.use((m) => m.isLoaded);
  const told = useNotices();
  const [kind, setKind] = useState<NoticeKind | null>(null);
  // What was new when the page was opened stays marked until it is left.
  const [seen] = useState(lastSeen);
  useEffect(seeAll, []);
  const choose = (
    <div className="segments" role="group" aria-label={words.show}>
      {[null, ...noticeKinds].map((k) => (
        <button key={k ?? 'all'} type="button" aria-pressed={kind === k} onClick={() => setKind(k)}>
          {k === null ? words.all : words.kinds[k]}
        </button>
      ))}
    </div>
  );
  return (
    <Card title={words.title} extra={choose}>
      <Answer of={{ ...told, value: isLoaded ? told.value : null }}>
        {(all) => {
          const shown = all.filter((n) => kind === null || n.kind === kind);
          return shown.length === 0 ? <Nothing title={words.none} /> : <Notices notices={shown} seen={seen} />;
        }}
      </Answer>
      <p className="card-body note">
        <span>
          {words.older}{' '}
          <Link to="/history/fills" className="link">
            {words.history}
          </Link>
        </span>
      </p>
    </Card>
  );
}

const icons: Readonly<Record<NoticeKind, IconName>> = { orders: 'swap', money: 'pie', risk: 'warn', security: 'person' };

function Notices({ notices, seen }: { notices: readonly Notice[]; seen: number }) {
  const moment = useMoment();
  return (
    <ul className="notices">
      {notices.map((n) => (
        <li key={n.key} data-tone={n.tone}>
          <Icon name={icons[n.kind]} />
          <p>
            <b>{n.title}</b> {n.kind === 'risk' && n.time > seen && <span className="pill warn">{words.isNew}</span>}
            <span>{n.text}</span>
          </p>
          {n.explain !== undefined && (
            <Link to={n.explain} className="link">
              {words.explain}
            </Link>
          )}
          {n.act !== undefined && (
            <Link to={n.act} className="link">
              {words.act}
            </Link>
          )}
          <time dateTime={isoText(n.time)}>{moment(n.time)}</time>
        </li>
      ))}
    </ul>
  );
}
