import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { type Grouping, setGrouping } from '@/lib/numbers';

export type Theme = 'dark' | 'light' | 'system';
export type Palette = 'classic' | 'safe';
/** What the pages call a zone: the browser's own, or an IANA name. */
export type Zone = 'UTC' | 'local' | (string & {});

export interface Preferences {
  theme: Theme;
  palette: Palette;
  zone: Zone;
  grouping: Grouping;
  sounds: boolean;
  /** Which news float up by themselves; risk always does. */
  tells: { readonly orders: boolean; readonly money: boolean };
  hotkeys: boolean;
  /** Market orders and orders above the limit ask first. */
  confirms: boolean;
  /** USDC of notional above which any order asks. */
  askAbove: number;
  lastMarket: string;
  favourites: string[];
  saysPrice: number;
}

interface Actions {
  change(news: Partial<Preferences>): void;
}

const first: Preferences = {
  theme: 'dark', palette: 'classic', zone: 'UTC', grouping: ',', sounds: false, tells: { orders: true, money: true }, hotkeys: true, confirms: true, askAbove: 50_000, lastMarket: 'BTC-PERP', favourites: [], saysPrice: 0,
};

/** How this person likes the terminal, kept in this browser. Nothing secret belongs here: scripts can read it. */
export const usePreferences = create<Preferences & Actions>()(
  persist((set) => ({ ...first, change: (news) => set(news) }), { name: 'peregrine.preferences', version: 1 }),
);

const light = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: light)') : null;

/** Puts theme and palette on the document and the grouping into the formats, and again when they change; /theme.js did it for the first paint. */
export function applyLook(): void {
  const apply = (): void => {
    const { theme, palette, grouping } = usePreferences.getState();
    setGrouping(grouping);
    document.documentElement.dataset['theme'] = theme === 'system' ? (light?.matches ? 'light' : 'dark') : theme;
    document.documentElement.dataset['palette'] = palette;
  };
  apply();
  usePreferences.subscribe(apply);
  light?.addEventListener('change', apply);
}
