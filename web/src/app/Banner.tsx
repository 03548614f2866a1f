import { type ReactNode, useEffect, useState } from 'react';
import { useSession } from '@/stores/session';
import { link } from '@/streams/connection';
import { onAccountStep } from '@/streams/account';
import { venue } from '@/streams/markets';
import { text } from '@/text/en';
import { Icon } from '@/ui/Icon';
import { Link } from './Link';

/** How long what was missed is gathered, and how long it is told. */
const GatherMs = 1_500;
const DigestMs = 10_000;

/** One line, the most severe thing only. */
export function Banner() {
  const state = link.use((l) => l.state);
  const losses = link.use((l) => l.losses);
  const why = venue.use((v) => (v.state === 'readOnly' ? v.why : null));
  const ended = useSession((s) => s.ended);
  const back = useDigest();
  if (state === 'offline' && losses > 0) return <Offline />;
  if (why !== null) return <Line tone="bad">{text.link.readOnly(why)}</Line>;
  if (back !== null) return <Line tone="good">{back}</Line>;
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

/** After a loss, for a moment: how long it was, and what happened to the account meanwhile, by the resumed stream. */
function useDigest(): string | null {
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    let lostAt: number | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const missed = { fills: 0, funding: 0 };
    const stopSteps = onAccountStep((events) => {
      missed.fills += events.filter((e) => e.fill !== undefined).length;
      missed.funding += events.filter((e) => e.event === 'fundingPaid').length;
    });
    const stopLink = link.subscribe(() => {
      const { state, since, losses } = link.get();
      if (state === 'offline' && losses > 0) lostAt ??= since;
      if (state !== 'live' || lostAt === null) return;
      const seconds = Math.max(1, Math.round((Date.now() - lostAt) / 1000));
      lostAt = null;
      [missed.fills, missed.funding] = [0, 0];
      clearTimeout(timer);
      timer = setTimeout(() => {
        setShown(text.link.back(seconds, text.link.missed(missed.fills, missed.funding)));
        timer = setTimeout(() => setShown(null), DigestMs);
      }, GatherMs);
    });
    return () => {
      clearTimeout(timer);
      stopSteps();
      stopLink();
    };
  }, []);
  return shown;
}

const Line = ({ tone, children }: { tone: 'warn' | 'bad' | 'good'; children: ReactNode }) => (
  <div className={tone === 'warn' ? 'banner' : `banner ${tone}`} role="alert">
    <Icon name={tone === 'good' ? 'check' : 'warn'} />
    <span>{children}</span>
  </div>
);
