import type { PositionWire } from '@/api/types';
import type { Market } from '@/lib/markets/terms';
import { floorDiv, parseDecimalDown, stepsOf, SUB } from '@/lib/numbers';

/** In lots, below zero for a short. */
export const sizeOf = (position: PositionWire, market: Market): bigint => stepsOf(position.size, market.lot) ?? 0n;

/** What the whole position would have won or lost at a price (in thousandths of a tick), in millionths; down, as the engine rounds. */
export const resultAt = (position: PositionWire, market: Market, level: bigint): bigint =>
  floorDiv(sizeOf(position, market) * level * market.tickLotValue, SUB) - (parseDecimalDown(position.cost, 6) ?? 0n);
