import type { ReactNode } from 'react';
import type { Request } from '@/stores/request';
import { sayRefusal } from '@/text/refusals';
import { pages } from '@/text/pages';
import { Nothing } from '@/ui/Nothing';

/** Shows an answer, or says honestly why there is none: not asked yet, not offered by this venue, or refused. */
export function Answer<T>({ of, children, missing }: { of: Request<T>; children: (value: T) => ReactNode; missing?: ReactNode }) {
  if (of.value !== null) return children(of.value);
  if (of.problem === null) return <p className="waiting" aria-busy="true">{pages.loading}</p>;
  if (of.problem.isMissingRoute) return missing === undefined ? <Nothing title={pages.missing.title}>{pages.missing.text}</Nothing> : missing;
  return (
    <Nothing
      title={pages.failed}
      act={
        <button type="button" className="btn" onClick={of.again}>
          {pages.again}
        </button>
      }
    >
      {sayRefusal(of.problem)}
    </Nothing>
  );
}
