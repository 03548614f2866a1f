import { useEffect } from 'react';
import type { Market } from '@/lib/markets/terms';
import { type Problem, readSize, shareOf, snapShare } from '@/lib/orders';
import { fieldText, lots, type Lots, stepsText } from '@/lib/numbers';
import { editTicket, useTicket } from '@/stores/ticket';
import { order as text } from '@/text/order';
import { sizeText } from '@/ui/numbers';
import { TextInput } from './fields';

interface Props {
  readonly market: Market;
  readonly problem: Problem | undefined;
  /** The price it is reckoned at, in ticks. */
  readonly price: number | null;
  /** The most this side can trade now, from the engine. */
  readonly most: Lots | null;
}

const Stops = [0, 25, 50, 75, 100];

/** How much: in what is traded or in money, and a slider over what can be traded now. The slider sets a size, and then the size stays. */
export function SizeField({ market, problem, price, most }: Props) {
  const unit = useTicket((t) => (t.draft.sizeUnit === 'percent' ? 'base' : t.draft.sizeUnit));
  const size = useTicket((t) => t.draft.size);
  const read = readSize(size, unit, market, { price, most });
  const count = read.ok ? read.lots : null;
  const share = count !== null && most !== null ? shareOf(count, most) : 0;
  useEffect(() => {
    const take = (event: Event): void => slide((event as CustomEvent<number>).detail);
    document.addEventListener('peregrine:share', take);
    return () => document.removeEventListener('peregrine:share', take);
  });
  const slide = (percent: number): void => {
    if (most === null) return;
    const wanted = lots(Math.floor((most * snapShare(percent)) / 100));
    editTicket({ size: wanted === 0 ? '' : fieldText(stepsText(wanted, market.lot)), sizeUnit: 'base' });
  };
  return (
    <div className="size-field">
      <TextInput name="size" label={text.size} problem={problem} placeholder={unit === 'base' ? fieldText(stepsText(market.minLots, market.lot)) : fieldText('0.00')}>
        <div className="segments units" role="radiogroup" aria-label={text.unit}>
          {(['base', 'quote'] as const).map((id) => (
            <button key={id} type="button" role="radio" aria-checked={unit === id} onClick={() => editTicket({ sizeUnit: id })}>
              {id === 'base' ? market.base : text.quote}
            </button>
          ))}
        </div>
      </TextInput>
      <input
        type="range"
        className="slider"
        min={0}
        max={100}
        step={1}
        value={Math.round(share)}
        disabled={most === null || most === 0}
        aria-label={text.slider}
        aria-valuetext={`${share.toFixed(0)} %`}
        list="size-stops"
        onChange={(event) => slide(Number(event.target.value))}
      />
      <datalist id="size-stops">
        {Stops.map((s) => (
          <option key={s} value={s} />
        ))}
      </datalist>
      <span className="note">
        {most === null ? (unit === 'quote' && count !== null ? `${sizeText(count, market.lot, 8)} ${market.base}` : '\u00a0') : text.ofMost(`${share.toFixed(0)}\u2009%`, `${sizeText(most, market.lot)} ${market.base}`)}
        {most !== null && unit === 'quote' && count !== null && ` · ${sizeText(count, market.lot, 8)} ${market.base}`}
      </span>
    </div>
  );
}
