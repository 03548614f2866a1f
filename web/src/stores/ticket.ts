import { create } from 'zustand';
import { fieldText } from '@/lib/numbers';
import { type Draft, emptyDraft, type Kind } from '@/lib/orders';

export interface Ticket {
  readonly draft: Draft;
  /** Counts prices that came from elsewhere (book, chart, tape), so that the field can show that it changed. */
  readonly fills: number;
  readonly market: string;
}

/** The order form's contents. They outlive the form: changing pages, a lost session and a reconnect keep what was typed. */
export const useTicket = create<Ticket>(() => ({ draft: emptyDraft, fills: 0, market: '' }));

export const editTicket = (news: Partial<Draft>): void => useTicket.setState(({ draft }) => ({ draft: { ...draft, ...news } }));

/** After an order was taken: its size and exits go, which belong to it. Left behind, exits would go with the next order unseen. What was typed meanwhile is that next order, and stays. */
export function clearSent(sent: Draft): void {
  if (useTicket.getState().draft === sent) editTicket({ size: '', takeProfit: '', stopLoss: '', stopTrail: '', targets: emptyDraft.targets });
}

/** A market's own form: prices and sizes of another market mean nothing here. */
export function openTicket(market: string): void {
  const { market: before, draft } = useTicket.getState();
  if (before === market) return;
  const { kind, side, sizeUnit, tif, slippage, postOnly } = draft;
  useTicket.setState({ market, draft: before === '' ? draft : { ...emptyDraft, kind, side, sizeUnit, tif, slippage, postOnly } });
}

type PriceField = 'price' | 'trigger' | 'from';

const priceFields: Readonly<Partial<Record<Kind, PriceField>>> = { stop: 'trigger', takeProfit: 'trigger', scale: 'from' };

/** Takes a price as the API spells it from book, tape or chart into the field that wants one; a market order becomes a limit order, because a price was meant. */
export function fillPrice(text: string): void {
  const { draft, fills } = useTicket.getState();
  const kind = draft.kind === 'market' || draft.kind === 'close' || draft.kind === 'trailing' || draft.kind === 'twap' ? 'limit' : draft.kind;
  useTicket.setState({ draft: { ...draft, kind, [priceFields[kind] ?? 'price']: fieldText(text) }, fills: fills + 1 });
}

export const fillSize = (text: string): void => editTicket({ size: fieldText(text), sizeUnit: 'base' });
