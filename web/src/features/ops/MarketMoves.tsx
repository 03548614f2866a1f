import { type FormEvent, useId, useState } from 'react';
import { api } from '@/api/client';
import type { MarketState } from '@/api/types';
import { Refused } from '@/features/common/Refused';
import { StateChip } from '@/features/common/StateChip';
import { countdown } from '@/lib/time/zone';
import { useAct } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { markets } from '@/streams/markets';
import { waitOf } from '@/streams/way-back';
import { text } from '@/text/en';
import { marketsText } from '@/text/markets';
import { opsText as words } from '@/text/ops';
import { Card } from '@/ui/Card';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { SendButton } from '@/ui/OnceButton';
import { useTicking } from '@/ui/useTicking';
import { WideTable } from '@/ui/WideTable';
import { isGrave, isShortcut, movesFrom } from './moves';

interface Move {
  readonly market: string;
  readonly from: MarketState;
  readonly to: MarketState;
}

/** Every market's state with the moves its rules allow; on the way back from a halt, when the next one is due. */
export function MarketMoves() {
  const list = markets.use((m) => m.list);
  const states = markets.use((m) => m.states);
  const tickers = markets.use((m) => m.tickers);
  const steps = markets.use((m) => m.steps);
  const now = useTicking();
  const [move, setMove] = useState<Move | null>(null);
  return (
    <Card title={words.markets}>
      <div className="card-body">
        <p>{words.about}</p>
      </div>
      <WideTable label={words.markets} look="roomy">
        <thead>
          <tr>
            <th scope="col">{words.market}</th>
            <th scope="col" className="left">{marketsText.columns.state}</th>
            <th scope="col" className="left">{marketsText.one.prices}</th>
            <th scope="col" className="left">{words.moves}</th>
          </tr>
        </thead>
        <tbody>
          {list.map(({ name }) => {
            const from = states.get(name) ?? 'open';
            const wait = waitOf(steps.get(name), now);
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="left">
                  <StateChip state={from} prices="fresh" />
                </td>
                <td className="left">{marketsText.prices[tickers.get(name)?.priceState ?? 'fresh']}</td>
                <td className="left">
                  <span className="lineup">
                    {movesFrom(from).length === 0 && <span className="dim">{words.none}</span>}
                    {movesFrom(from).map((to) => (
                      <button
                        key={to}
                        type="button"
                        className={isGrave(to) ? 'btn sm danger' : 'btn sm'}
                        disabled={wait > 0 && to !== 'settling'}
                        aria-label={words.move(name, marketsText.states[to])}
                        onClick={() => setMove({ market: name, from, to })}
                      >
                        {marketsText.states[to]}
                      </button>
                    ))}
                    {wait > 0 && <span className="note">{words.wait(countdown(now + wait, now))}</span>}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </WideTable>
      {move && <MoveDialog move={move} onClose={() => setMove(null)} />}
    </Card>
  );
}

function MoveDialog({ move, onClose }: { move: Move; onClose: () => void }) {
  const [reason, setReason] = useState('1');
  const [typed, setTyped] = useState('');
  const [wasSent, setSent] = useState(false);
  const act = useAct();
  const form = useId();
  const grave = isGrave(move.to);
  const isReason = /^[1-9]\d{0,9}$/.test(reason) && Number(reason) <= 2_147_483_647;
  const isNamed = !grave || typed.trim() === move.market;
  const name = marketsText.states[move.to];
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSent(true);
    if (!isReason || !isNamed) return;
    const isDone = await act.run(async () => {
      const { seq, done } = await api.post<{ seq: number; done: boolean }>(`/admin/markets/${move.market}/state`, { state: move.to, reason: Number(reason) });
      toast({ title: done ? words.moved(move.market, name, seq) : words.proposed(`${move.market} → ${name}`), tone: 'own' });
    });
    if (isDone) onClose();
  };
  const footer = (
    <>
      <button type="button" className="btn" onClick={onClose}>
        {text.back}
      </button>
      <SendButton className={grave ? 'btn danger' : 'btn primary'} form={form} disabled={act.isBusy}>
        {words.move(move.market, name)}
      </SendButton>
    </>
  );
  return (
    <Dialog title={words.move(move.market, name)} onClose={onClose} footer={footer}>
      <form id={form} className="stack" onSubmit={(event) => void send(event)}>
        <p className="plain-text">{marketsText.allows[move.to]}</p>
        {move.to === 'settling' && <p className="note bad">{words.forever}</p>}
        {isShortcut(move.from, move.to) && <p className="note">{words.afterHalt}</p>}
        <Field label={words.reason} inputMode="numeric" value={reason} hint={words.reasonHint} bad={wasSent && !isReason ? words.badReason : null} onChange={(e) => setReason(e.target.value)} />
        {grave && <Field label={words.type(move.market)} value={typed} autoComplete="off" spellCheck={false} bad={wasSent && !isNamed ? words.badType : null} onChange={(e) => setTyped(e.target.value)} />}
        <Refused problem={act.problem} />
      </form>
    </Dialog>
  );
}
