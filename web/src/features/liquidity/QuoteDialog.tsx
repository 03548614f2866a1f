import { type FormEvent, useId, useState } from 'react';
import { api, segment } from '@/api/client';
import { Refused } from '@/features/common/Refused';
import { exampleNumber, fieldText, isUnclear, readNumber, stepsOf, stepsText } from '@/lib/numbers';
import { useAct } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { markets } from '@/streams/markets';
import { text } from '@/text/en';
import { sayUnclear } from '@/text/fields';
import { liquidityText as words } from '@/text/liquidity';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import type { AuctionWire } from './auctions';

const whyBad = (typed: string): string => (isUnclear(typed) ? sayUnclear(exampleNumber()) : words.bad);

/** A firm, sealed quote in one auction. */
export function QuoteDialog({ auction, onClose }: { auction: AuctionWire; onClose: () => void }) {
  const market = markets.use((m) => m.byName.get(auction.market));
  const [price, setPrice] = useState(fieldText(auction.touch ?? ''));
  const [qty, setQty] = useState('');
  const [bad, setBad] = useState({ price: false, qty: false });
  const act = useAct();
  const form = useId();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (market === undefined) return;
    const [ticks, lots] = [stepsOf(readNumber(price) ?? '', market.tick), stepsOf(readNumber(qty) ?? '', market.lot)];
    setBad({ price: ticks === null, qty: lots === null });
    if (ticks === null || lots === null) return;
    const body = { market: market.name, price: stepsText(ticks, market.tick), qty: stepsText(lots, market.lot) };
    const isDone = await act.run(async () => {
      const { quoteId } = await api.post<{ quoteId: string }>(`/auctions/${segment(auction.auction)}/quotes`, body);
      toast({ title: words.sent(quoteId), tone: 'own' });
    });
    if (isDone) onClose();
  };
  const footer = (
    <>
      <button type="button" className="btn" onClick={onClose}>
        {text.back}
      </button>
      <button className="btn primary" form={form} disabled={act.isBusy}>
        {words.send}
      </button>
    </>
  );
  return (
    <Dialog title={words.quoting(auction.market)} onClose={onClose} footer={footer}>
      <form id={form} className="stack" onSubmit={(event) => void send(event)}>
        <p className="plain-text">{words.firm}</p>
        <Field label={words.price} inputMode="decimal" value={price} bad={bad.price ? whyBad(price) : null} onChange={(e) => setPrice(e.target.value)} />
        <Field label={words.amount} unit={market?.base} inputMode="decimal" value={qty} bad={bad.qty ? whyBad(qty) : null} onChange={(e) => setQty(e.target.value)} />
        <Refused problem={act.problem} />
      </form>
    </Dialog>
  );
}
