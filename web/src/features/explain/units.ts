import type { Market } from '@/lib/markets/terms';
import { formatMoney, formatPercent, formatSteps, SUB } from '@/lib/numbers';

/** What a step's number counts. */
export type Unit = 'money' | 'ticks' | 'subticks' | 'lots' | 'rate' | 'count' | 'test';

const money = ['cash', 'pot', 'collateral', 'equity', 'maintenanceMargin', 'marketMargin', 'amount', 'cashAfter', 'potAfter', 'fee', 'notional'];
const lots = ['asked', 'filled', 'qty', 'requested', 'left', 'size', 'available'];
const rates = ['feeRate', 'rate', 'rate8h', 'averagePremium'];
const subticks = ['mark', 'index', 'level', 'reference', 'peak'];
const ticks = ['limit', 'bankruptcy', 'price'];

/** Receipts carry the engine's own integers; this says which. A deleveraging's price is told as finely as marks are. */
export function unitOf(kind: string, step: string, stated: string): Unit {
  if (stated === 'true' || stated === 'false') return 'test';
  if (money.includes(step)) return 'money';
  if (lots.includes(step)) return 'lots';
  if (rates.includes(step)) return 'rate';
  if (subticks.includes(step) || (kind === 'adlApplied' && step === 'price')) return 'subticks';
  return ticks.includes(step) ? 'ticks' : 'count';
}

/** A receipt's integer for people; as it stands where it counts nothing that has a unit. */
export function say(text: string, unit: Unit, market: Market | undefined): string {
  if (unit === 'test' || !/^-?\d+$/.test(text)) return text;
  const count = BigInt(text);
  if (unit === 'money') return `${formatMoney(count)} USDC`;
  if (unit === 'rate') return formatPercent(count, { digits: 5, sign: true });
  if (market === undefined || unit === 'count') return text;
  if (unit === 'lots') return `${formatSteps(count, market.lot)} ${market.base}`;
  return formatSteps(unit === 'ticks' ? count * SUB : count, market.subtick, { digits: market.tick.decimals });
}
