import type { ReactNode } from 'react';
import type { Market } from '@/lib/markets/terms';
import type { Built } from '@/lib/orders';
import { ceilDiv, formatMoney, ONE, parseDecimal, parseDecimalDown, stepsOf, THIN } from '@/lib/numbers';
import { order as text } from '@/text/order';
import type { PreviewWire } from '@/trading/preview';
import { exactSizeText, subticksOf, wirePriceText } from '@/ui/numbers';

interface Props {
  readonly built: Built | null;
  readonly preview: PreviewWire | null;
  readonly isOld: boolean;
  readonly market: Market;
}

const money = (value: string, rounding: 'up' | 'down' = 'down'): string => formatMoney(parseDecimalDown(value, 6) ?? 0n, { rounding });

/** Six lines, always these: what it trades at, what it is worth, what it needs, what it costs, and what becomes of position and liquidation. All from the engine. */
export function PreviewLines({ built, preview, isOld, market }: Props) {
  const shown = preview?.accepted === true ? preview : null;
  const orders = shown?.orders ?? [];
  const first = orders[0];
  const position = shown?.positions.find((p) => p.market === market.name);
  const fee = orders.reduce((sum, o) => sum + (parseDecimal(o.fee, 6) ?? 0n), 0n);
  const isMoving = position !== undefined && position.before.size !== position.after.size;
  return (
    <dl className={isOld ? 'preview old' : 'preview'} data-from={shown ? 'engine' : 'none'}>
      <Line name={first?.average === undefined ? text.preview.price : text.preview.average}>{first === undefined ? priceOf(built, market) : <PriceOf preview={first} market={market} />}</Line>
      <Line name={text.preview.value}>{valueOf(built, orders, market)}</Line>
      <Line name={text.preview.margin}>
        {preview === null ? '—' : (
          <>
            {money(preview.needed, 'up')} <span className="dim">{text.preview.of} {money(preview.available)}</span>
          </>
        )}
      </Line>
      <Line name={text.preview.fee}>
        {shown === null ? '—' : fee === 0n && built?.price ? (
          <>
            {formatMoney(makerFee(built, market), { rounding: 'up' })} <span className="dim">{text.preview.whenFilled}</span>
          </>
        ) : (
          <>
            {formatMoney(fee, { rounding: 'up' })} <span className="dim">{role(orders, market)}</span>
          </>
        )}
      </Line>
      <Line name={text.preview.position}>
        {position === undefined ? '—' : (
          <>
            {isMoving && <span className="dim">{signed(position.before.size, market)} → </span>}
            {signed(position.after.size, market)} {market.base}
          </>
        )}
      </Line>
      <Line name={text.preview.liquidation}>
        {position === undefined ? '—' : (
          <>
            {isMoving && position.before.liquidationPrice !== undefined && <span className="dim">{liquidation(position.before, market)} → </span>}
            {liquidation(position.after, market)}
          </>
        )}
      </Line>
    </dl>
  );
}

const Line = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function PriceOf({ preview: o, market }: { preview: PreviewWire['orders'][number]; market: Market }) {
  const isAll = (stepsOf(o.rest, market.lot) ?? 0n) === 0n && o.average !== undefined;
  const isNone = o.average === undefined;
  return (
    <>
      {wirePriceText(o.average ?? o.limit, market)} <span className="dim">{isNone ? (o.state === 'live' ? text.preview.rests : '') : isAll ? text.preview.now : text.preview.partly(exactSizeText(stepsOf(o.filled, market.lot) ?? 0n, market.lot))}</span>
    </>
  );
}

const priceOf = (built: Built | null, market: Market): string => (built?.price === null || built === null ? '—' : wirePriceText(built.body.price ?? built.body.triggerPrice, market));

/** At its own price, and without one what would be traded at once. */
function valueOf(built: Built | null, orders: PreviewWire['orders'], market: Market): ReactNode {
  if (built === null) return '—';
  const traded = orders.reduce((sum, o) => sum + (parseDecimal(o.notional, 6) ?? 0n), 0n);
  const value = built.price === null ? traded : BigInt(built.price) * BigInt(built.lots) * market.tickLotValue;
  if (value === 0n) return '—';
  return (
    <>
      {formatMoney(value)} <span className="dim">{text.quote}</span>
    </>
  );
}

/** What a resting order will cost at the published rate; up, as the engine rounds. */
const makerFee = (built: Built, market: Market): bigint => ceilDiv(BigInt(built.price ?? 0) * BigInt(built.lots) * market.tickLotValue * market.makerFee, ONE);

function role(orders: PreviewWire['orders'], market: Market): string {
  const filled = orders.some((o) => (stepsOf(o.filled, market.lot) ?? 0n) > 0n);
  const rate = filled ? market.takerFee : market.makerFee;
  return `${(Number(rate) / 100_000).toFixed(1)} bp ${filled ? 'taker' : 'maker'}`;
}

function signed(size: string, market: Market): string {
  const count = stepsOf(size, market.lot) ?? 0n;
  return `${count > 0n ? '+' : ''}${exactSizeText(count, market.lot)}`;
}

const liquidation = ({ liquidationPrice }: { liquidationPrice?: string }, market: Market): string => (liquidationPrice === undefined ? text.preview.none : wirePriceText(liquidationPrice, market));

/** How far from the mark a position would be liquidated, in percent of the mark; null when never. */
export function distanceToLiquidation(preview: PreviewWire | null, market: Market): number | null {
  const position = preview?.positions.find((p) => p.market === market.name);
  const [mark, end] = [subticksOf(position?.mark, market), subticksOf(position?.after.liquidationPrice, market)];
  return mark === null || end === null || end === 0n ? null : (Math.abs(Number(mark - end)) / Number(mark)) * 100;
}

export const percentText = (value: number): string => `${value.toFixed(1)}${THIN}%`;
