import { type ReactNode, useEffect, useState } from 'react';
import { useSession } from '@/stores/session';
import { link } from '@/streams/connection';
import { venue } from '@/streams/markets';
import { text } from '@/text/en';
import { Icon } from '@/ui/Icon';
import { Link } from './Link';

/** One line, the most severe thing only. */
export function Banner() {
  const state = link.use((l) => l.state);
  const losses = link.use((l) => l.losses);
  const why = venue.use((v) => (v.state === 'readOnly' ? v.why : null));
  const ended = useSession((s) => s.ended);
  if (state === 'offline' && losses > 0) return <Offline />;
  if (why !== null) return <Line tone="bad">{text.link.readOnly(why)}</Line>;
  if (ended) {
    return (
      <Line tone="warn">
        {text.session.ended} <Link to="/sign-in" className="link">{text.session.signIn}</Link>
      </Line>
    );
  }
  return null;
}

function Offline() {
  const { since, retryAt } = link.get();
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = (ms: number): number => Math.max(0, Math.round(ms / 1000));
  return <Line tone="bad">{text.link.lost(seconds(now - since), seconds(retryAt - now))}</Line>;
}

const Line = ({ tone, children }: { tone: 'warn' | 'bad'; children: ReactNode }) => (
  <div className={tone === 'bad' ? 'banner bad' : 'banner'} role="alert">
    <Icon name="warn" />
    <span>{children}</span>
  </div>
);
