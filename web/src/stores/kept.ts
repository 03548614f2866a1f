import { api } from '@/api/client';
import { firstLayouts } from '@/lib/layout/layout';
import { fitting, layoutOf, parsed } from '@/lib/kept/kept';
import type { WidthClass } from '@/ui/widthClass';
import { type Preferences, usePreferences } from './preferences';
import { useSession } from './session';
import { firstSizes, leastSizes, type Sizes, useView } from './view';

type View = ReturnType<typeof useView.getState>;

/** A part of how the terminal is arranged that is kept whole: of two changes to one part the last stands, of two parts each its own. */
interface Part {
  read(preferences: Preferences, view: View): object;
  /** Takes what fits of what was kept. */
  take(told: unknown): void;
}

// Where one was last is this browser's; everything else is the person's.
const lookOf = ({ theme, palette, zone, grouping, sounds, tells, hotkeys, confirms, askAbove, favourites, saysPrice }: Preferences): Omit<Preferences, 'lastMarket'> =>
  ({ theme, palette, zone, grouping, sounds, tells, hotkeys, confirms, askAbove, favourites, saysPrice });

const chartsOf = ({ chart, bookTab, onlyThisMarket }: View): Pick<View, 'chart' | 'bookTab' | 'onlyThisMarket'> => ({ chart, bookTab, onlyThisMarket });

const layoutFor = (width: WidthClass): Part => ({
  read: (_, { layouts, sizes }) => ({ layout: layouts[width] ?? firstLayouts[width], sizes: sizes[width] ?? firstSizes[width] }),
  take: (told) => {
    const given = told as { layout?: unknown; sizes?: unknown } | null;
    const layout = layoutOf(firstLayouts[width].order, given?.layout);
    const sizes = sizesOf(width, given?.sizes);
    useView.setState((view) => ({ sizes: { ...view.sizes, [width]: sizes }, layouts: layout === null ? view.layouts : { ...view.layouts, [width]: layout } }));
  },
});

const parts: Readonly<Record<string, Part>> = {
  look: { read: (preferences) => lookOf(preferences), take: (told) => usePreferences.setState(fitting(lookOf(usePreferences.getState()), told)) },
  charts: { read: (_, view) => chartsOf(view), take: (told) => useView.setState(fitting(chartsOf(useView.getState()), told)) },
  'layout.vast': layoutFor('vast'),
  'layout.wide': layoutFor('wide'),
  'layout.desk': layoutFor('desk'),
};
const names = Object.keys(parts);

function sizesOf(width: WidthClass, told: unknown): Sizes {
  const given = { ...firstSizes[width], ...fitting(firstSizes[width], told) };
  return Object.fromEntries(Object.entries(given).map(([panel, size]) => [panel, Math.max(leastSizes[panel as keyof Sizes], Math.round(size))])) as unknown as Sizes;
}

const QuietMs = 800;
/** Names of parts that were changed and not sent yet: a page that was closed too soon sends them the next time, instead of taking back what was there before. */
const Unsent = 'peregrine.unsent';

const textOf = (name: string): string => JSON.stringify(parts[name]?.read(usePreferences.getState(), useView.getState()));
/** As it is before anybody has changed anything. */
const firstOf = (name: string): string => JSON.stringify(parts[name]?.read(usePreferences.getInitialState(), useView.getInitialState()));

/** What each part was when the venue and this page last agreed; a part that differs was changed here. */
const agreed = new Map<string, string>();
let timer: ReturnType<typeof setTimeout> | undefined;
let isTaking = false;

interface SettingWire {
  readonly name: string;
  readonly value: string;
}

/** Keeps arrangement and preferences at the venue for whoever is signed in; nobody's stay in this browser alone. */
export function followKept(): void {
  useSession.subscribe((now, before) => {
    if (now.status === 'in' && before.status !== 'in') void takeAll();
    if (now.status === 'out') forget();
  });
  usePreferences.subscribe(changed);
  useView.subscribe(changed);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void send();
    else if (agreed.size > 0) void takeAll();
  });
}

function forget(): void {
  clearTimeout(timer);
  agreed.clear();
  localStorage.removeItem(Unsent);
}

/** The account's part wins over this browser's, except where this browser's is newer; one that the account does not have yet comes from here. */
async function takeAll(): Promise<void> {
  const answer = await api.get<{ settings: readonly SettingWire[] }>('/settings').catch(() => null);
  if (answer === null || useSession.getState().status !== 'in') return;
  const kept = new Map(answer.settings.map((s) => [s.name, s.value]));
  const unsent = new Set((localStorage.getItem(Unsent) ?? '').split(' '));
  for (const name of names) {
    const value = kept.get(name);
    if (value === undefined) agreed.set(name, firstOf(name));
    else if (unsent.has(name)) agreed.set(name, value);
    else take(name, value);
  }
  changed();
}

function take(name: string, value: string): void {
  isTaking = true;
  parts[name]?.take(parsed(value));
  isTaking = false;
  agreed.set(name, textOf(name));
}

const changedNames = (): string[] => [...agreed].filter(([name, text]) => textOf(name) !== text).map(([name]) => name);

function changed(): void {
  if (isTaking || agreed.size === 0) return;
  const mine = changedNames();
  if (mine.length === 0) return;
  localStorage.setItem(Unsent, mine.join(' '));
  clearTimeout(timer);
  timer = setTimeout(() => void send(), QuietMs);
}

async function send(): Promise<void> {
  clearTimeout(timer);
  for (const name of changedNames()) {
    const text = textOf(name);
    // What was not taken stays in this browser, and goes with the next change.
    await api.put(`/settings/${name}`, { value: text }).then(() => agreed.set(name, text), () => undefined);
  }
  if (agreed.size > 0) localStorage.setItem(Unsent, changedNames().join(' '));
}
