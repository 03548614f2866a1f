import { Most, useAttention } from '@/trading/attention';
import { noticesText } from '@/text/notices';
import { Icon } from '@/ui/Icon';
import { Link } from './Link';

/** The way to what happened, with the number of risks nobody has looked at. */
export function Bell() {
  const fresh = useAttention((a) => a.fresh);
  const words = noticesText.bell(fresh);
  return (
    <Link to="/notifications" className="btn ghost icon" aria-label={words} title={words}>
      <Icon name="bell" />
      {fresh > 0 && <span className="badge">{fresh < Most ? fresh : `${String(Most)}+`}</span>}
    </Link>
  );
}
