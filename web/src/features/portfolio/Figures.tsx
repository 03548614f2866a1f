import type { ReactNode } from 'react';
import type { FiguresWire } from '@/api/types';
import { unrealised } from '@/lib/margin/position';
import { formatMoney, formatPercent, parseDecimal, parseDecimalDown } from '@/lib/numbers';
import type { StressedAccount } from '@/lib/stress/account';
import { stress } from '@/lib/stress/stress';
import { portfolioText } from '@/text/portfolio';
import { type DayWire, dayOf, lately } from './days';
import { Gauge } from './Gauge';

const words = portfolioText.figures;
const FundingDays = 7;
const FeeDays = 30;

/** How the account stands. Equity and profit are reckoned from the marks as they come; what the engine alone decides comes from the engine. */
export function Figures({ model, figures, days }: { model: StressedAccount; figures: FiguresWire | null; days: readonly DayWire[] | null }) {
  const now = stress(model, new Map(), false);
  const pnl = model.positions.reduce((sum, p) => sum + unrealised(p, p.mark), 0n);
  const pots = model.positions.reduce((sum, p) => sum + (p.pot ?? 0n), 0n);
  const told = (name: keyof FiguresWire): string => (figures === null ? '—' : formatMoney(parseDecimalDown(figures[name], 6) ?? 0n));
  const known = days?.map(dayOf) ?? null;
  const received = known === null ? null : lately(known, FundingDays).reduce((sum, d) => sum - d.funding, 0n);
  const spent = known === null ? null : lately(known, FeeDays).reduce((sum, d) => sum + d.fees, 0n);
  const ratio = figures === null ? now.ratio : (parseDecimal(figures.marginRatio, 9) ?? now.ratio);
  return (
    <section className="card figures" aria-label={portfolioText.title}>
      <Figure label={words.equity} value={formatMoney(now.equity)} small={pots > 0n ? words.of(formatMoney(pots)) : undefined} />
      <Figure label={words.unrealised} value={<Signed of={pnl} />} small={words.positions(model.positions.length)} />
      <Figure label={words.available} value={told('available')} small={words.isolated} />
      <Figure label={words.withdrawable} value={told('withdrawable')} small={words.paper} />
      <Figure label={words.funding} value={<Signed of={received} />} small={words.fundingNote} />
      <Figure label={words.fees} value={spent === null ? '—' : formatMoney(spent, { rounding: 'up' })} small={words.feesNote} />
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

const Signed = ({ of }: { of: bigint | null }) => (of === null ? <>—</> : <span className={of > 0n ? 'up' : of < 0n ? 'down' : undefined}>{formatMoney(of, { sign: true })}</span>);
