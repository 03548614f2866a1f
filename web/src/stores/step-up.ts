import { create } from 'zustand';
import { api } from '@/api/client';
import type { Asked, Shown } from '@/api/proof';

/** What is being asked for, in the one dialog that does so for everything that wants it. */
export const useStepUp = create<{ asked: Asked | null }>(() => ({ asked: null }));

interface Waiting {
  readonly asked: Asked;
  readonly tell: (shown: Shown | null) => void;
}
let waiting: readonly Waiting[] = [];

/** What was shown, or null when the dialog was put away. What a session has shown answers all that wait; a signature for one request answers that one. */
export function askSecondFactor(asked: Asked): Promise<Shown | null> {
  return new Promise((tell) => turnTo([...waiting, { asked, tell }]));
}

export async function showCode(code: string): Promise<void> {
  await api.post('/auth/step-up', { code }, { isProof: true });
  answer(waiting, {});
}

/** Shows how its owner comes in, in a session whose owner has no second factor. */
export async function showPassword(password: string): Promise<void> {
  await api.post('/auth/fresh-sign-in/password', { password }, { isProof: true });
  answer(waiting, {});
}

/** Takes what a wallet has signed: the text of the request, or else one for the session. */
export async function showSigned(signed: object): Promise<void> {
  const [first] = waiting;
  if (first === undefined) return;
  if (first.asked.text !== undefined) {
    answer([first], { signed });
    return;
  }
  await api.post('/auth/step-up/wallet', signed, { isProof: true });
  answer(waiting, {});
}

export const putAwaySecondFactor = (): void => answer(waiting, null);

function answer(whom: readonly Waiting[], shown: Shown | null): void {
  turnTo(waiting.filter((one) => !whom.includes(one)));
  whom.forEach(({ tell }) => tell(shown));
}

function turnTo(next: readonly Waiting[]): void {
  waiting = next;
  useStepUp.setState({ asked: next[0]?.asked ?? null });
}
