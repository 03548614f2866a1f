import type { Problem } from '@/api/problem';
import { sayRefusal } from '@/text/refusals';

/** Why something was not done, spoken once, under the form that asked for it. */
export const Refused = ({ problem, id }: { problem: Problem | null; id?: string }) =>
  problem === null ? null : (
    <p className="note bad" role="alert" id={id}>
      {sayRefusal(problem)}
    </p>
  );
