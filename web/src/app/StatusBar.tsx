import { useEffect, useState } from 'react';
import { usePreferences } from '@/stores/preferences';
import { link } from '@/streams/connection';
import { venue } from '@/streams/markets';
import { text } from '@/text/en';
import { usePath } from './router';

const SkewShownMs = 2_000;

/** The foot of every page: how the link fares and what time it is at the venue. */
export function StatusBar() {
  const isTrade = usePath().startsWith('/trade');
  const state = link.use((l) => l.state);
  const latency = link.use((l) => Math.round(l.latencyMs));
  const skew = link.use((l) => l.skewMs);
  const version = venue.use((v) => v.version);
  return (
    <footer className="statusbar" aria-label="Connection">
      <span className="link-state" data-state={state}>
        <i aria-hidden="true" />
        {state === 'live' ? `${text.link.live}${latency > 0 ? ` · ${latency} ms` : ''}` : text.link[state]}
      </span>
      {Math.abs(skew) > SkewShownMs && <span className="warn">{text.link.skew(Math.round(Math.abs(skew) / 1000))}</span>}
      <div className="grow" />
      {isTrade && (
        <button type="button" className="link" onClick={() => document.dispatchEvent(new Event('peregrine:keys'))}>
          {text.top.keys}
        </button>
      )}
      <span className="dim">{version && `Peregrine ${version}`}</span>
      <Clock />
    </footer>
  );
}

function Clock() {
  const zone = usePreferences((p) => p.zone);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const shown = new Date(now + link.get().skewMs);
  const options = { hour12: false, ...(zone === 'local' ? {} : { timeZone: zone }) };
  return (
    <time dateTime={shown.toISOString()}>
      {shown.toLocaleTimeString('en-GB', options)} {zone === 'local' ? '' : zone}
    </time>
  );
}
