import { maintenanceCollateral } from '../margin/collateral';
import { notionalAt, unrealised } from '../margin/position';
import { maintenanceOf } from '../margin/tiers';
import { maxOf, ONE } from '../numbers';
import type { Exit, Moves, StressedAccount, StressedPosition } from './account';
import { accountFails, exitOf, moveOf, potFails, priceAt, STEPS } from './path';

/** What becomes of a position on the way. Levels are in thousandths of a tick. */
export type Fate = { readonly kind: 'open' } | { readonly kind: 'stopped' | 'takenProfit' | 'liquidated'; readonly at: bigint };

export interface PositionThere {
  readonly market: string;
  readonly price: bigint;
  readonly pnl: bigint;
  readonly change: bigint;
  readonly fate: Fate;
  /** How far along the way its fate is met, of STEPS; null while it stays open. */
  readonly step: bigint | null;
}

export interface Outcome {
  /** Everything the account is worth: shared margin and pots. */
  readonly equity: bigint;
  readonly change: bigint;
  readonly maintenance: bigint;
  /** Maintenance over equity of the shared margin, in billionths: ONE is liquidation. */
  readonly ratio: bigint;
  readonly positions: readonly PositionThere[];
}

type Exits = ReadonlyMap<string, { exit: Exit; step: bigint }>;

/**
 * The account after the moves. Prices go there in one step: exits are taken at their levels, without slippage; a pot never loses more than it holds; a position that would have been
 * liquidated on the way is counted at the price there, which is the worst of what may happen.
 */
export function stress(account: StressedAccount, moves: Moves, countExits: boolean): Outcome {
  const exits = countExits ? exitsOf(account.positions, moves) : new Map<string, never>();
  const shared = accountFails(account, moves, exits);
  const positions = account.positions.map((p) => there(p, moves, exits, shared));
  const now = equityOf(account, account.positions.map((p) => unrealised(p, p.mark)), new Map());
  const then = equityOf(account, positions.map((p) => p.pnl), moves);
  const maintenance = maintenanceThere(account, positions, false);
  return { equity: then.total, change: then.total - now.total, maintenance, ratio: ratioOf(maintenanceThere(account, positions, true), then.shared), positions };
}

function exitsOf(positions: readonly StressedPosition[], moves: Moves): Exits {
  const found = new Map<string, { exit: Exit; step: bigint }>();
  for (const position of positions) {
    const first = exitOf(position, moveOf(moves, position.market));
    if (first !== null) found.set(position.market, first);
  }
  return found;
}

function there(position: StressedPosition, moves: Moves, exits: Exits, shared: bigint | null): PositionThere {
  const move = moveOf(moves, position.market);
  const price = priceAt(position.mark, move, STEPS);
  const fails = position.pot === null ? shared : potFails(position, position.pot, move);
  const taken = exits.get(position.market);
  const isTaken = taken !== undefined && (fails === null || taken.step <= fails);
  const fate = isTaken ? fateOf(taken.exit) : fails === null ? open : ({ kind: 'liquidated', at: priceAt(position.mark, move, fails) } as const);
  const plain = unrealised(position, isTaken ? taken.exit.level : price);
  const pnl = position.pot === null ? plain : maxOf(plain, -position.pot);
  return { market: position.market, price, pnl, change: pnl - unrealised(position, position.mark), fate, step: isTaken ? taken.step : fails };
}

const open: Fate = { kind: 'open' };

const fateOf = (exit: Exit): Fate => ({ kind: exit.kind === 'stop' ? 'stopped' : 'takenProfit', at: exit.level });

function equityOf(account: StressedAccount, pnls: readonly bigint[], moves: Moves): { shared: bigint; total: bigint } {
  let shared = account.cash;
  let pots = 0n;
  for (const asset of account.collateral) shared += maintenanceCollateral(asset, priceAt(asset.price, moveOf(moves, asset.follows), STEPS));
  account.positions.forEach((position, i) => {
    const pnl = pnls[i] ?? 0n;
    if (position.pot === null) shared += pnl;
    else pots += position.pot + pnl;
  });
  return { shared, total: shared + pots };
}

function maintenanceThere(account: StressedAccount, positions: readonly PositionThere[], isShared: boolean): bigint {
  let sum = 0n;
  account.positions.forEach((position, i) => {
    const end = positions[i];
    if (end === undefined || end.fate.kind === 'stopped' || end.fate.kind === 'takenProfit' || (isShared && position.pot !== null)) return;
    sum += maintenanceOf(position.tiers, notionalAt(position, end.price));
  });
  return sum;
}

function ratioOf(maintenance: bigint, equity: bigint): bigint {
  if (maintenance === 0n) return 0n;
  return equity <= maintenance ? ONE : (maintenance * ONE) / equity;
}
