import { venue } from '@/streams/markets';
import { text } from '@/text/en';
import { Link } from './Link';

/** Says on every page what here is not real: money, prices, people. It cannot be closed. */
export function Strip() {
  const isPaper = venue.use((v) => v.isPaper);
  const { prices, agents } = venue.use((v) => v.simulated);
  if (!isPaper && !prices && !agents) return null;
  const tag = text.simulated.tag(prices || agents);
  return (
    <aside className="strip" aria-label={tag}>
      <b>{tag}</b>
      <span>{text.simulated.what(isPaper, prices, agents)}</span>
      {isPaper && <span className="desk-only">{text.simulated.worth}</span>}
      <Link to="/status" className="link">
        {text.simulated.more}
      </Link>
    </aside>
  );
}
