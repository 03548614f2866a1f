import { useId, useMemo, useState } from 'react';
import type { Market } from '@/lib/markets/terms';
import { formatMoney, formatPercent, formatSteps, ONE, stepsOf, THIN } from '@/lib/numbers';
import type { StressedAccount } from '@/lib/stress/account';
import { firstLiquidated, type Following, movesOf } from '@/lib/stress/moves';
import { priceAt, STEPS } from '@/lib/stress/path';
import { type Outcome, type PositionThere, stress } from '@/lib/stress/stress';
import { markets } from '@/streams/markets';
import { portfolioText } from '@/text/portfolio';
import { Card } from '@/ui/Card';
import { Icon } from '@/ui/Icon';
import { Nothing } from '@/ui/Nothing';
import { WideTable } from '@/ui/WideTable';
import { Gauge } from './Gauge';
import { useBetas } from './useBetas';

const words = portfolioText.whatIf;
/** Half percents; the slider goes thirty percent to both sides. */
const Step = 5_000_000n;
const Reach = 60;

export function WhatIf({ model }: { model: StressedAccount }) {
  const list = markets.use((m) => m.list);
  const [pushed, setPushed] = useState('BTC-PERP');
  const market = list.find((m) => m.name === pushed) ?? list[0];
  if (market === undefined) return null;
  return model.positions.length === 0 ? (
    <Card title={words.title}>
      <Nothing title={words.none} />
    </Card>
  ) : (
    <Slider model={model} market={market} list={list} onPush={setPushed} />
  );
}

function Slider({ model, market, list, onPush }: { model: StressedAccount; market: Market; list: readonly Market[]; onPush: (market: string) => void }) {
  const [notch, setNotch] = useState(0);
  const [countStops, setCountStops] = useState(true);
  const [wanted, setFollowing] = useState<Following>('beta');
  const betas = useBetas(market.name, model.positions.map((p) => p.market));
  const following = wanted === 'beta' && betas === null ? 'same' : wanted;
  const names = useMemo(() => list.map((m) => m.name), [list]);
  const moves = (move: bigint): ReadonlyMap<string, bigint> => movesOf(market.name, move, names, following, betas ?? new Map());
  const move = BigInt(notch) * Step;
  const outcome = stress(model, moves(move), countStops);
  const back = (
    <button type="button" className="btn sm" disabled={notch === 0} onClick={() => setNotch(0)}>
      {words.back}
    </button>
  );
  return (
    <Card title={words.title} extra={back}>
      <div className="card-body">
        <Push market={market} list={list} onPush={onPush} notch={notch} onNotch={setNotch} move={move} />
        <div className="lineup between">
          <div className="segments" role="group" aria-label={words.others}>
            {(['beta', 'same', 'stay'] as const).map((f) => (
              <button key={f} type="button" aria-pressed={following === f} disabled={f === 'beta' && betas === null} title={f === 'beta' && betas === null ? words.noBeta : undefined} onClick={() => setFollowing(f)}>
                {words.follow[f]}
              </button>
            ))}
          </div>
          <label className="check">
            <input type="checkbox" checked={countStops} onChange={(e) => setCountStops(e.target.checked)} />
            {words.stops}
          </label>
        </div>
        <Summary outcome={outcome} market={market} move={move} />
      </div>
      <Fates outcome={outcome} model={model} list={list} />
      <Sentence model={model} market={market} list={list} moves={moves} />
    </Card>
  );
}

interface PushProps {
  readonly market: Market;
  readonly list: readonly Market[];
  readonly notch: number;
  readonly move: bigint;
  onPush(market: string): void;
  onNotch(notch: number): void;
}

function Push({ market, list, onPush, notch, onNotch, move }: PushProps) {
  const id = useId();
  const tone = move > 0n ? 'up' : move < 0n ? 'down' : '';
  return (
    <div className="push">
      <div className="lineup between">
        <span className="input pick slim">
          <select aria-label={words.push} value={market.name} onChange={(e) => onPush(e.target.value)}>
            {list.map((m) => (
              <option key={m.name} value={m.name}>
                {words.moves(m.base)}
              </option>
            ))}
          </select>
        </span>
        <output htmlFor={id} className={`push-move ${tone}`}>
          {formatPercent(move, { digits: 1, sign: true })}
        </output>
      </div>
      <input
        id={id}
        type="range"
        className="range"
        min={-Reach}
        max={Reach}
        step={1}
        value={notch}
        aria-label={words.moves(market.base)}
        aria-valuetext={formatPercent(move, { digits: 1, sign: true })}
        onChange={(e) => onNotch(Number(e.target.value))}
        onDoubleClick={() => onNotch(0)}
      />
      <div className="push-scale" aria-hidden="true">
        {['−30', '−15', '0', '+15', '+30'].map((at) => (
          <span key={at}>{`${at}${THIN}%`}</span>
        ))}
      </div>
    </div>
  );
}

function Summary({ outcome, market, move }: { outcome: Outcome; market: Market; move: bigint }) {
  const told = markets.use((m) => m.tickers.get(market.name)?.mark);
  const mark = told === undefined ? null : stepsOf(told, market.subtick);
  const before = outcome.equity - outcome.change;
  const share = before > 0n ? (outcome.change * ONE) / before : 0n;
  return (
    <>
      <dl className="there">
        <div>
          <dt>{words.equity}</dt>
          <dd>{formatMoney(outcome.equity)}</dd>
          <dd className={outcome.change < 0n ? 'down' : outcome.change > 0n ? 'up' : 'dim'}>
            {formatMoney(outcome.change, { sign: true })} ({formatPercent(share, { digits: 1, sign: true })})
          </dd>
        </div>
        <div>
          <dt>{words.ratio}</dt>
          <dd>{formatPercent(outcome.ratio, { digits: 1, rounding: 'up' })}</dd>
          <dd className="dim">{portfolioText.figures.liquidation}</dd>
        </div>
        <div>
          <dt>{words.price(market.base)}</dt>
          <dd>{mark === null ? '—' : priceText(priceAt(mark, move, STEPS), market)}</dd>
          <dd className="dim">{words.now(mark === null ? '—' : priceText(mark, market))}</dd>
        </div>
      </dl>
      <Gauge ratio={outcome.ratio} label={words.ratio} />
    </>
  );
}

const priceText = (price: bigint, market: Market): string => formatSteps(price, market.subtick, { digits: market.tick.decimals });

function Fates({ outcome, model, list }: { outcome: Outcome; model: StressedAccount; list: readonly Market[] }) {
  return (
    <WideTable label={words.fate}>
      <thead>
        <tr>
          <th scope="col">{words.position}</th>
          <th scope="col">{words.there}</th>
          <th scope="col">{words.pnl}</th>
          <th scope="col">{words.change}</th>
          <th scope="col">{words.fate}</th>
        </tr>
      </thead>
      <tbody>
        {outcome.positions.map((there, i) => {
          const market = list.find((m) => m.name === there.market);
          if (market === undefined) return null;
          return (
            <tr key={there.market}>
              <th scope="row">
                {there.market} <span className="dim">{(model.positions[i]?.size ?? 0n) > 0n ? words.long : words.short}</span>
              </th>
              <td>{priceText(there.price, market)}</td>
              <td className={tone(there.pnl)}>{formatMoney(there.pnl, { sign: true })}</td>
              <td className={tone(there.change)}>{formatMoney(there.change, { sign: true })}</td>
              <td>
                <Fate there={there} market={market} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </WideTable>
  );
}

const tone = (amount: bigint): string => (amount > 0n ? 'up' : amount < 0n ? 'down' : '');
const looks = { stopped: 'pill warn', takenProfit: 'pill ok', liquidated: 'pill bad' } as const;

function Fate({ there: { fate }, market }: { there: PositionThere; market: Market }) {
  if (fate.kind === 'open') return <span className="dim">{words.open}</span>;
  return (
    <span className={looks[fate.kind]}>
      <Icon name={fate.kind === 'takenProfit' ? 'check' : 'warn'} size={11} /> {words[fate.kind](priceText(fate.at, market))}
    </span>
  );
}

/** Who would be liquidated first, going down and going up, in words: the number that the slider searches for. */
function Sentence({ model, market, list, moves }: { model: StressedAccount; market: Market; list: readonly Market[]; moves: (move: bigint) => ReadonlyMap<string, bigint> }) {
  const lines = ([-1n, 1n] as const).flatMap((way) => {
    const first = firstLiquidated(model, way * BigInt(Reach) * Step, moves);
    if (first === null) return [];
    const of = list.find((m) => m.name === first.market);
    const exit = first.exit === null || of === undefined ? null : priceText(first.exit, of);
    return [words.first(way < 0n ? 'down' : 'up', first.market, market.base, first.move, exit)];
  });
  const reach = formatPercent(BigInt(Reach) * Step, { digits: 0 });
  return (
    <p className="verdict">
      <Icon name="info" />
      <span>
        {lines.length === 0 ? words.safe(market.base, reach) : lines.join(' ')} <span className="dim">{words.estimate}</span>
      </span>
    </p>
  );
}
