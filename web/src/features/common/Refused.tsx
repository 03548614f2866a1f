import type { Problem } from '@/api/problem';
import { sayRefusal } from '@/text/refusals';
import { ConfirmAgain } from './ConfirmAgain';

/** Why something was not done, spoken once, under the form that asked for it, with the way out where there is one. */
export const Refused = ({ problem, id }: { problem: Problem | null; id?: string }) =>
  problem === null ? null : (
    <>
      <p className="note bad" role="alert" id={id}>
        {sayRefusal(problem)}
      </p>
      {problem.code === 'EMAIL_NOT_CONFIRMED' && <ConfirmAgain />}
    </>
  );
