import type { Problem } from '@/api/problem';
import { Refused } from '@/features/common/Refused';
import { entryText } from '@/text/entry';

/** Why a letter's link did not work. */
export const RefusedTicket = ({ problem }: { problem: Problem | null }) =>
  problem?.code === 'UNAUTHENTICATED' ? (
    <p className="note bad" role="alert">
      {entryText.email.stale}
    </p>
  ) : (
    <Refused problem={problem} />
  );
