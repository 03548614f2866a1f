import { create } from 'zustand';

export type Tone = 'plain' | 'up' | 'down' | 'own' | 'bad';

export interface Toast {
  readonly id: number;
  readonly tone: Tone;
  readonly title: string;
  readonly text?: string | undefined;
  readonly act?: { readonly label: string; run(): void } | undefined;
  /** Stays until it is closed: errors and liquidations. */
  readonly stays: boolean;
  /** A later one with the same key takes its place: the fills of one order. */
  readonly key?: string | undefined;
}

const Most = 4;
let next = 1;

export const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }));

export function toast(given: Omit<Toast, 'id' | 'stays' | 'tone'> & { tone?: Tone; stays?: boolean }): void {
  const made: Toast = { stays: given.tone === 'bad', tone: 'plain', ...given, id: next++ };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.filter((t) => made.key === undefined || t.key !== made.key), made].slice(-Most) }));
}

export const closeToast = (id: number): void => useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((t) => t.id !== id) }));

/** Closes what would stay until it is closed: it was read elsewhere. */
export const closeStanding = (): void => useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((t) => !t.stays) }));
