import type { ReactNode } from 'react';
import { Link } from '@/app/Link';
import { useSession } from '@/stores/session';
import { pages } from '@/text/pages';
import { text } from '@/text/en';
import { Nothing } from '@/ui/Nothing';

/** What only somebody who is signed in can see; others are told so in place. */
export function SignedIn({ children, why }: { children: ReactNode; why: string }) {
  const status = useSession((s) => s.status);
  if (status === 'in') return children;
  if (status === 'unknown') return <p className="waiting" aria-busy="true">{pages.loading}</p>;
  return (
    <Nothing
      title={pages.signInFirst}
      act={
        <span className="lineup">
          <Link to="/sign-in" className="btn primary">
            {text.session.signIn}
          </Link>
          <Link to="/sign-up" className="btn">
            {text.session.signUp}
          </Link>
        </span>
      }
    >
      {why}
    </Nothing>
  );
}
