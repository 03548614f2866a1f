import type { ReactNode } from 'react';
import type { FiguresWire } from '@/api/types';
import { unrealised } from '@/lib/margin/position';
import { formatMoney, formatPercent, parseDecimal, parseDecimalDown } from '@/lib/numbers';
import type { StressedAccount } from '@/lib/stress/account';
import { stress } from '@/lib/stress/stress';
import { portfolioText } from '@/text/portfolio';
import { Gauge } from './Gauge';

const words = portfolioText.figures;

/** How the account stands. Equity and profit are reckoned from the marks as they come; what the engine alone decides comes from the engine. */
export function Figures({ model, figures }: { model: StressedAccount; figures: FiguresWire | null }) {
  const now = stress(model, new Map(), false);
  const pnl = model.positions.reduce((sum, p) => sum + unrealised(p, p.mark), 0n);
  const pots = model.positions.reduce((sum, p) => sum + (p.pot ?? 0n), 0n);
  const told = (name: keyof FiguresWire): string => (figures === null ? '—' : formatMoney(parseDecimalDown(figures[name], 6) ?? 0n));
  const ratio = figures === null ? now.ratio : (parseDecimal(figures.marginRatio, 9) ?? now.ratio);
  return (
    <section className="card figures" aria-label={portfolioText.title}>
      <Figure label={words.equity} value={formatMoney(now.equity)} small={pots > 0n ? words.of(formatMoney(pots)) : undefined} />
      <Figure label={words.unrealised} value={<span className={pnl > 0n ? 'up' : pnl < 0n ? 'down' : ''}>{formatMoney(pnl, { sign: true })}</span>} small={words.positions(model.positions.length)} />
      <Figure label={words.available} value={told('available')} small={words.isolated} />
      <Figure label={words.withdrawable} value={told('withdrawable')} small={words.paper} />
      <Figure label={words.margin} value={told('initialMargin')} small={words.collateralOnly} />
      <Figure label={words.ratio} value={formatPercent(ratio, { digits: 1, rounding: 'up' })} small={<Gauge ratio={ratio} label={words.ratio} />} />
    </section>
  );
}

const Figure = ({ label, value, small }: { label: string; value: ReactNode; small?: ReactNode }) => (
  <div className="figure">
    <span className="dim">{label}</span>
    <b>{value}</b>
    {small !== undefined && <small>{small}</small>}
  </div>
);
