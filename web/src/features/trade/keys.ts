import { useEffect } from 'react';
import { go } from '@/app/router';
import type { Market } from '@/lib/markets/terms';
import { fieldText } from '@/lib/numbers';
import type { Kind } from '@/lib/orders';
import { usePreferences } from '@/stores/preferences';
import { editTicket, useTicket } from '@/stores/ticket';
import { useToasts, closeToast } from '@/stores/toasts';
import { setChart } from '@/stores/view';
import { account } from '@/streams/account';
import { markets } from '@/streams/markets';
import { cancelAll } from '@/trading/actions';

const kinds: readonly Kind[] = ['market', 'limit', 'stop', 'takeProfit', 'trailing', 'bracket', 'iceberg', 'twap', 'scale'];
const intervals = ['1m', '5m', '15m', '1h', '4h', '1d'];
const pages: Readonly<Record<string, string>> = { t: '/trade', p: '/portfolio', m: '/markets', e: '/explain', s: '/status' };
const ChordMs = 1_500;

/** What a key means, told to the page by events: keys know nothing of components. */
export const keyEvents = { pick: 'peregrine:pick-market', list: 'peregrine:keys', close: 'peregrine:close-position', share: 'peregrine:share', best: 'peregrine:best' } as const;

const say = (name: string, detail?: unknown): boolean => document.dispatchEvent(new CustomEvent(name, { detail }));

/** The keys of the trade page. They are silent while somebody types, while a dialog is open, and when a key repeats. */
export function useKeys(market: Market): void {
  useEffect(() => {
    let chord: { key: string; at: number } | null = null;
    const press = (event: KeyboardEvent): void => {
      if (!usePreferences.getState().hotkeys || event.repeat) return;
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        // It is meant for the dialog then, and the form behind it is not seen.
        if (!isAsking()) document.querySelector<HTMLFormElement>('#order-form form')?.requestSubmit();
        return;
      }
      if (isBusy(event) || event.ctrlKey || event.metaKey) return;
      const lead = chord && Date.now() - chord.at < ChordMs ? chord.key : null;
      chord = null;
      if (lead === null && (event.key === 'g' || event.key === 'i')) {
        chord = { key: event.key, at: Date.now() };
        return;
      }
      const done = lead === 'g' ? toPage(event.key) : lead === 'i' ? toInterval(event.key) : act(event, market);
      if (done) event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [market]);
}

const isAsking = (): boolean => document.querySelector('dialog[open]') !== null;

function isBusy(event: KeyboardEvent): boolean {
  const at = event.target;
  if (isAsking()) return true;
  return at instanceof HTMLElement && (at.isContentEditable || ((at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement) && at.getAttribute('type') !== 'checkbox'));
}

function toPage(key: string): boolean {
  const page = pages[key.toLowerCase()];
  if (page !== undefined) go(page);
  return page !== undefined;
}

function toInterval(key: string): boolean {
  const interval = intervals[Number(key) - 1];
  if (interval !== undefined) setChart({ interval });
  return interval !== undefined;
}

function act(event: KeyboardEvent, market: Market): boolean {
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (event.altKey) return digit !== undefined && Number(digit) <= 4 && say(keyEvents.share, Number(digit) * 25);
  if (digit !== undefined && !event.shiftKey) {
    const kind = kinds[Number(digit) - 1];
    if (kind) editTicket({ kind });
    return kind !== undefined;
  }
  const doIt = acts[event.shiftKey && event.key === 'Escape' ? 'cancel' : event.key.toLowerCase()];
  doIt?.(market);
  return doIt !== undefined;
}

const focus = (name: string): void => document.querySelector<HTMLElement>(`#order-form [name=${name}]`)?.focus();

const acts: Readonly<Record<string, (market: Market) => void>> = {
  b: () => editTicket({ side: 'buy' }),
  s: () => editTicket({ side: 'sell' }),
  p: () => focus('price'),
  q: () => focus('size'),
  m: (market) => editTicket({ price: bestOf(market) }),
  r: () => editTicket({ reduceOnly: !useTicket.getState().draft.reduceOnly }),
  o: () => editTicket({ postOnly: useTicket.getState().draft.postOnly === 'off' ? 'refuse' : 'off' }),
  t: () => usePreferences.getState().change({ theme: usePreferences.getState().theme === 'light' ? 'dark' : 'light' }),
  x: (market) => say(keyEvents.close, market.name),
  z: undo,
  j: () => moveRow(1),
  k: () => moveRow(-1),
  '/': () => say(keyEvents.pick),
  '?': () => say(keyEvents.list),
  '[': (market) => neighbour(market, -1),
  ']': (market) => neighbour(market, 1),
  cancel: () => void cancelAll([...account.get().orders.values()]),
};

function bestOf(market: Market): string {
  const ticker = markets.get().tickers.get(market.name);
  const { side, price } = useTicket.getState().draft;
  const best = side === 'buy' ? ticker?.bid : ticker?.ask;
  return best === undefined ? price : fieldText(best);
}

function undo(): void {
  const last = [...useToasts.getState().toasts].reverse().find((t) => t.act !== undefined);
  if (!last) return;
  last.act?.run();
  closeToast(last.id);
}

function neighbour(market: Market, by: number): void {
  const { list } = markets.get();
  const next = list[(list.findIndex((m) => m.name === market.name) + by + list.length) % list.length];
  if (next) go(`/trade/${next.name}${location.search}`);
}

function moveRow(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>('#tables tbody tr')];
  const at = rows.findIndex((r) => r.contains(document.activeElement));
  rows[Math.max(0, Math.min(rows.length - 1, at + by))]?.querySelector<HTMLElement>('button, a')?.focus();
}
