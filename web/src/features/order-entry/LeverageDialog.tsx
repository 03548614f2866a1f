import { useState } from 'react';
import type { Market } from '@/lib/markets/terms';
import { account, settingsIn } from '@/streams/account';
import { order as text } from '@/text/order';
import { setLeverage } from '@/trading/actions';
import { Dialog } from '@/ui/Dialog';

const quick = [1, 2, 5, 10, 20, 50, 100];

/** Leverage of one market. It begins where it is and says what it moves. */
export function LeverageDialog({ market, now, onClose }: { market: Market; now: number; onClose: () => void }) {
  const [wanted, setWanted] = useState(now);
  const mode = account.use((a) => settingsIn(a, market.name, market.maxLeverage).mode);
  const send = async (): Promise<void> => {
    if (await setLeverage(market.name, wanted)) onClose();
  };
  return (
    <Dialog
      title={text.leverageDialog.title(market.name)}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {text.confirm.goBack}
          </button>
          <button type="button" className="btn primary" disabled={wanted === now} onClick={() => void send()}>
            {text.leverageDialog.change}
          </button>
        </>
      }
    >
      <output className="big-number">{text.leverageOf(wanted)}</output>
      <input type="range" className="slider" min={1} max={market.maxLeverage} value={wanted} aria-label={text.leverageDialog.title(market.name)} onChange={(event) => setWanted(Number(event.target.value))} />
      <div className="row centred">
        {quick.filter((q) => q <= market.maxLeverage).map((q) => (
          <button key={q} type="button" className="btn sm" aria-pressed={q === wanted} onClick={() => setWanted(q)}>
            {text.leverageOf(q)}
          </button>
        ))}
      </div>
      <p className="soft">{mode === 'cross' ? text.leverageDialog.cross : text.leverageDialog.isolated}</p>
      <p className="note">{text.leverageDialog.max(market.maxLeverage)}</p>
    </Dialog>
  );
}
