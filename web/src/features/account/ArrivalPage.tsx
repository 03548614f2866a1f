import { useEffect, useState } from 'react';
import { api } from '@/api/client';
import { asProblem, type Problem } from '@/api/problem';
import { Link } from '@/app/Link';
import { go } from '@/app/router';
import type { PageProps } from '@/app/routes';
import { Refused } from '@/features/common/Refused';
import { type Challenge, signInByProvider, useSession } from '@/stores/session';
import { toast } from '@/stores/toasts';
import { entryText } from '@/text/entry';
import { CodeStep } from './CodeStep';
import { DoorFrame } from './DoorFrame';
import { type Arrival, arrivalIn, endJourney, pathOf, type Purpose, purposeOfJourney } from './journey';

const words = entryText.ways;

/** Where another site sends a browser back to: the page posts what it brings. */
export default function ArrivalPage({ params }: PageProps) {
  const provider = params['provider'] ?? '';
  const [arrival] = useState(() => arrivalIn(location.search));
  const [purpose] = useState(purposeOfJourney);
  const [challenge, setChallenge] = useState<Challenge>(null);
  const problem = useFinish(provider, arrival, purpose, setChallenge);
  if (challenge !== null) return <CodeStep challenge={challenge} onRestart={() => go('/sign-in')} />;
  const name = words.names[provider] ?? provider;
  const title = purpose === 'link' ? words.arrivingLink(name) : words.arriving(name);
  const isIn = purpose !== 'signIn';
  return (
    <DoorFrame title={title}>
      {arrival === null && <p>{words.nothing}</p>}
      <Refused problem={problem} />
      {(problem !== null || arrival === null) && (
        <Link to={isIn ? '/account/security' : '/sign-in'} className="btn lg">
          {isIn ? words.account : words.again}
        </Link>
      )}
    </DoorFrame>
  );
}

/** What was brought is good once, so it is posted once, and not before it is known whose session this is. */
const posted = new Set<string>();

function useFinish(provider: string, arrival: Arrival | null, purpose: Purpose, onChallenge: (challenge: Challenge) => void): Problem | null {
  const [problem, setProblem] = useState<Problem | null>(null);
  const isKnown = useSession((s) => s.status !== 'unknown');
  useEffect(() => {
    if (arrival === null || !isKnown || posted.has(arrival.state)) return;
    posted.add(arrival.state);
    history.replaceState(null, '', location.pathname);
    const finish = async (): Promise<void> => {
      if (purpose !== 'signIn') {
        const told = await api.post<{ fresh?: boolean }>(pathOf(purpose, provider, 'finish'), arrival);
        if (purpose === 'link') toast({ title: words.linked });
        else toast({ title: entryText.again.done, text: told.fresh === true ? undefined : entryText.again.notFresh });
        go('/account/security', { replace: true });
        return;
      }
      const asked = await signInByProvider(provider, arrival);
      if (asked === null) go('/trade', { replace: true });
      else onChallenge(asked);
    };
    finish()
      .catch((thrown: unknown) => setProblem(asProblem(thrown)))
      .finally(endJourney);
  }, [provider, arrival, purpose, isKnown, onChallenge]);
  return problem;
}
