import { formatMoney, parseDecimalDown, THIN } from '@/lib/numbers';
import { account } from '@/streams/account';
import { order as text } from '@/text/order';

/** Above these, maintenance over equity has another word. Two thirds is where the venue warns first. */
const WatchAt = 0.4;
const RiskAt = 0.66;

/** How the account stands: one bar, one word, three numbers. */
export function AccountBox() {
  const figures = account.use((a) => a.figures);
  const status = account.use((a) => a.status);
  const ratio = figures === null ? 0 : Number(figures.marginRatio);
  const tone = ratio > RiskAt ? 'liq' : ratio > WatchAt ? 'warn' : 'up';
  const word = ratio > RiskAt ? text.account.risk : ratio > WatchAt ? text.account.watch : text.account.healthy;
  const money = (value: string | undefined): string => (value === undefined ? '—' : formatMoney(parseDecimalDown(value, 6) ?? 0n));
  return (
    <section className="account-box" aria-label={text.account.cross}>
      <header>
        <b>{text.account.cross}</b>
        <b className={tone}>{status === 'liquidating' ? text.send.liquidating : word}</b>
      </header>
      <div className="gauge" role="meter" aria-label={text.account.gauge} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(ratio * 100)}>
        <i className={tone} style={{ width: `${String(Math.min(100, ratio * 100))}%` }} />
      </div>
      <dl className="preview">
        <div>
          <dt>{text.account.ratio}</dt>
          <dd>
            {(ratio * 100).toFixed(1)}
            {THIN}%
          </dd>
        </div>
        <div>
          <dt>{text.account.equity}</dt>
          <dd>{money(figures?.equity)}</dd>
        </div>
        <div>
          <dt>{text.account.available}</dt>
          <dd>{money(figures?.available)}</dd>
        </div>
        <div className="tall-only">
          <dt>{text.account.used}</dt>
          <dd>{money(figures?.initialMargin)}</dd>
        </div>
      </dl>
    </section>
  );
}
