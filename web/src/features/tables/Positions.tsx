import { type ReactNode, useEffect, useState } from 'react';
import type { TickerWire } from '@/api/types';
import { Link } from '@/app/Link';
import { absOf, format, formatMoney, formatSteps, parseDecimalDown, THIN } from '@/lib/numbers';
import { account } from '@/streams/account';
import { markets } from '@/streams/markets';
import { tables as text } from '@/text/tables';
import { isOneClick } from '@/stores/oneClick';
import { closePosition, reversePosition } from '@/trading/actions';
import { positionFacts } from '@/trading/liquidations';
import { type Column, DataTable } from '@/ui/DataTable';
import { Icon } from '@/ui/Icon';
import { priceText, sizeText, wirePriceText } from '@/ui/numbers';
import { OnceButton } from '@/ui/OnceButton';
import { CloseDialog, ExitsDialog, MarginDialog, ReverseDialog } from './dialogs';
import { Empty } from './Empty';
import { type OpenPosition, openPosition } from './facts';

/** Every open position with its value at the mark. */
export function useOpenPositions(): readonly OpenPosition[] {
  const positions = account.use((a) => a.positions);
  const orders = account.use((a) => a.orders);
  const tickers = markets.use((m) => m.tickers);
  const byName = markets.use((m) => m.byName);
  const told = positionFacts.use((f) => f);
  return [...positions.values()].flatMap((p) => {
    const market = byName.get(p.market);
    return market ? [openPosition(p, told.get(p.market), market, tickers.get(p.market) as TickerWire | undefined, orders.values())] : [];
  });
}

type Act = { kind: 'close' | 'reverse' | 'exits' | 'margin'; market: string };

export function Positions({ only, onColumns }: { only: string | null; onColumns: (columns: readonly Column<OpenPosition>[], rows: readonly OpenPosition[]) => void }) {
  const all = useOpenPositions();
  const rows = only === null ? all : all.filter((p) => p.market.name === only);
  const [act, setAct] = useState<Act | null>(null);
  const status = account.use((a) => a.status);
  useEffect(() => {
    const close = (event: Event): void => {
      const market = (event as CustomEvent<string>).detail;
      if (account.get().positions.has(market)) setAct({ kind: 'close', market });
    };
    document.addEventListener('peregrine:close-position', close);
    return () => document.removeEventListener('peregrine:close-position', close);
  }, []);
  const columns = columnsOf(setAct);
  onColumns(columns, rows);
  const chosen = all.find((p) => p.market.name === act?.market);
  // What was asked of a position goes with it: a later one in the same market is another.
  const isGone = act !== null && chosen === undefined;
  useEffect(() => {
    if (isGone) setAct(null);
  }, [isGone]);
  return (
    <>
      <DataTable
        label={text.tabs.positions}
        columns={columns}
        rows={rows}
        keyOf={(p) => p.market.name}
        rowClass={() => (status === 'liquidating' ? 'tall liquidating' : 'tall')}
        empty={<Empty name="positions" hasForm />}
      />
      {chosen && act?.kind === 'close' && <CloseDialog position={chosen} onClose={() => setAct(null)} />}
      {chosen && act?.kind === 'reverse' && <ReverseDialog position={chosen} onClose={() => setAct(null)} />}
      {chosen && act?.kind === 'exits' && <ExitsDialog position={chosen} onClose={() => setAct(null)} />}
      {chosen && act?.kind === 'margin' && <MarginDialog position={chosen} onClose={() => setAct(null)} />}
    </>
  );
}

const tone = (amount: bigint | null): string | undefined => (amount === null || amount === 0n ? undefined : amount > 0n ? 'up' : 'down');

function columnsOf(open: (act: Act) => void): readonly Column<OpenPosition>[] {
  const c = text.columns;
  return [
    { id: 'market', label: c.market, isLeft: true, by: (p) => p.market.name, csv: (p) => p.market.name, render: (p) => <Name position={p} /> },
    {
      id: 'size', label: c.size, by: (p) => p.value ?? 0n, csv: (p) => p.wire.size,
      render: (p) => <Two first={`${sizeText(absOf(p.lots), p.market.lot)} ${p.market.base}`} second={p.value === null ? '—' : `${formatMoney(p.value, { digits: 0 })} USDC`} />,
    },
    {
      id: 'entry', label: c.entry, csv: (p) => p.wire.entry ?? '',
      render: (p) => <Two first={wirePriceText(p.wire.entry, p.market)} second={`${text.mark} ${p.mark === null ? '—' : formatSteps(p.mark, p.market.subtick, { digits: p.market.tick.decimals })}`} />,
    },
    {
      id: 'pnl', label: c.pnl, by: (p) => p.pnl ?? 0n, csv: (p) => (p.pnl === null ? '' : format(p.pnl, 6)),
      render: (p) => (
        <Two
          first={<b className={tone(p.pnl)}>{p.pnl === null ? '—' : formatMoney(p.pnl, { sign: true })}</b>}
          second={<><span className={tone(p.pnl)}>{p.pnl === null || p.margin === 0n ? '—' : `${format((p.pnl * 100_000n) / p.margin, 3, { digits: 1, sign: true })}${THIN}%`}</span> {text.onMargin}</>}
        />
      ),
    },
    { id: 'liquidation', label: c.liquidation, isLeft: true, by: (p) => p.distance ?? Infinity, csv: (p) => (p.liquidation === null ? '' : formatSteps(p.liquidation, p.market.subtick)), render: (p) => <Distance position={p} /> },
    {
      id: 'margin', label: c.margin, by: (p) => p.margin, csv: (p) => format(p.margin, 6),
      render: (p) => (
        <Two
          first={formatMoney(p.margin, { rounding: 'up' })}
          second={p.wire.mode === 'isolated' ? <button type="button" className="link" onClick={() => open({ kind: 'margin', market: p.market.name })}>{text.addMargin}</button> : text.shared}
        />
      ),
    },
    {
      id: 'funding', label: c.funding, isExtra: true, by: (p) => -money(p.told?.fundingPaid), csv: (p) => p.told?.fundingPaid ?? '',
      render: (p) => (p.told?.fundingPaid === undefined ? <span className="dim">—</span> : <Two first={<Signed of={-money(p.told.fundingPaid)} />} second={p.told.nextFunding === undefined ? '' : <>{text.next} <Signed of={-money(p.told.nextFunding)} /></>} />),
    },
    { id: 'exits', label: c.exits, isLeft: true, render: (p) => <Exits position={p} onEdit={() => open({ kind: 'exits', market: p.market.name })} /> },
    { id: 'adl', label: c.adl, isLeft: true, isExtra: true, by: (p) => p.told?.adl?.percentile ?? 0, render: (p) => <Place position={p} /> },
    {
      id: 'acts', label: '',
      render: (p) => (
        <span className="acts">
          <OnceButton className="btn sm" onPress={() => (isOneClick() ? void closePosition(p.market.name, 100) : open({ kind: 'close', market: p.market.name }))}>{text.close}</OnceButton>
          <OnceButton className="btn ghost sm" onPress={() => (isOneClick() ? void reversePosition(p.market.name) : open({ kind: 'reverse', market: p.market.name }))}>{text.reverse}</OnceButton>
        </span>
      ),
    },
  ];
}

const money = (value: string | undefined): bigint => parseDecimalDown(value ?? '0', 6) ?? 0n;

const Signed = ({ of }: { of: bigint }) => <span className={tone(of)}>{formatMoney(of, { sign: true })}</span>;

const AdlBars = 5;

/** How near a position is to being reduced for another's loss: five bars, and the share in words. */
function Place({ position: { told } }: { position: OpenPosition }) {
  const percentile = told?.adl?.percentile;
  if (percentile === undefined) return <span className="dim">—</span>;
  return (
    <span className="adl" title={text.adl(told?.adl?.rank ?? 0, told?.adl?.of ?? 0)}>
      {Array.from({ length: AdlBars }, (_, i) => (
        <i key={i} className={percentile > (i * 100) / AdlBars ? 'on' : undefined} />
      ))}
      <small>
        {percentile}
        {THIN}%
      </small>
    </span>
  );
}

const Two = ({ first, second }: { first: ReactNode; second: ReactNode }) => (
  <span className="two">
    <span>{first}</span>
    <small>{second}</small>
  </span>
);

function Name({ position: { market, lots, wire } }: { position: OpenPosition }) {
  const isLong = lots > 0n;
  return (
    <span className="position-name" data-side={isLong ? 'up' : 'down'}>
      <Link to={`/trade/${market.name}`}>
        <b>{market.name}</b>
      </Link>
      <small>
        <span className={isLong ? 'up' : 'down'}>
          {isLong ? '▲' : '▼'} {isLong ? text.long : text.short}
        </span>{' '}
        {wire.leverage}× {wire.mode === 'cross' ? 'Cross' : 'Isolated'}
      </small>
    </span>
  );
}

/** Liquidation as a price and, which is what counts, how far away it is. */
function Distance({ position: { liquidation, distance, market, told } }: { position: OpenPosition }) {
  if (told === undefined) return <span className="dim">—</span>;
  if (liquidation === null || distance === null) return <span className="dim" title={text.noLiquidation}>{text.none}</span>;
  const percent = distance / 100;
  const kind = percent < 3 ? 'liq' : percent < 10 ? 'warn' : 'calm';
  return (
    <span className="distance" data-kind={kind}>
      <span>
        {priceText((liquidation + 500n) / 1000n, market.tick)}
        <span>
          {kind === 'liq' && <Icon name="warn" size={10} />} {percent.toFixed(1)}
          {THIN}% {text.away}
        </span>
      </span>
      <i>
        <i style={{ width: `${String(Math.min(100, percent * 3))}%` }} />
      </i>
    </span>
  );
}

function Exits({ position: { exits, market }, onEdit }: { position: OpenPosition; onEdit: () => void }) {
  const level = (kind: 'takeProfit' | 'stop'): string => {
    const order = exits.find((o) => o.trigger === kind);
    return order ? wirePriceText(order.triggerPrice, market) : text.none;
  };
  return (
    <button type="button" className="exits" aria-label={`${text.setExits} ${market.name}`} onClick={onEdit}>
      <span>
        {text.tp} <b>{level('takeProfit')}</b>
      </span>
      <span>
        {text.sl} <b>{level('stop')}</b>
      </span>
    </button>
  );
}
