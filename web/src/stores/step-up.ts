import { create } from 'zustand';
import { api } from '@/api/client';

/** Whether the second factor is being asked for, in the one dialog that does so for everything that wants it. */
export const useStepUp = create<{ isAsked: boolean }>(() => ({ isAsked: false }));

let waiting: ((isShown: boolean) => void)[] = [];

/** True when the second factor was shown, false when the dialog was put away. Who asks while another waits gets the same answer. */
export function askSecondFactor(): Promise<boolean> {
  useStepUp.setState({ isAsked: true });
  return new Promise((resolve) => waiting.push(resolve));
}

export async function showSecondFactor(code: string): Promise<void> {
  await api.post('/auth/step-up', { code });
  answer(true);
}

export const putAwaySecondFactor = (): void => answer(false);

function answer(isShown: boolean): void {
  const told = waiting;
  waiting = [];
  useStepUp.setState({ isAsked: false });
  told.forEach((tell) => tell(isShown));
}
