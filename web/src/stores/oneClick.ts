import { create } from 'zustand';
import { useSession } from './session';

const LastsMs = 8 * 60 * 60 * 1000;

/** Whether orders go out at one press. Not kept anywhere: it ends with the page, with the session and after eight hours. */
export const useOneClick = create<{ until: number }>(() => ({ until: 0 }));

export const isOneClick = (): boolean => Date.now() < useOneClick.getState().until;
export const setOneClick = (isOn: boolean): void => useOneClick.setState({ until: isOn ? Date.now() + LastsMs : 0 });

useSession.subscribe((s) => {
  if (s.status !== 'in') setOneClick(false);
});
