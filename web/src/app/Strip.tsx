import { venue } from '@/streams/markets';
import { text } from '@/text/en';
import { Link } from './Link';

/** Says on every page that the money is paper, and cannot be closed. */
export function Strip() {
  const isPaper = venue.use((v) => v.isPaper);
  if (!isPaper) return null;
  return (
    <aside className="strip" aria-label={text.simulated.tag}>
      <b>{text.simulated.tag}</b>
      <span>{text.simulated.long}</span>
      <Link to="/status" className="link">
        {text.simulated.what}
      </Link>
    </aside>
  );
}
