import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pressGuard } from './second-press';

const mouse = (detail: number) => ({ detail, timeStamp: 0 });
const key = (timeStamp: number) => ({ detail: 0, timeStamp });

describe('the second press', () => {
  it('of a double click is the first one’s, and so is a third', () => {
    const isAgain = pressGuard();
    expect([1, 2, 3, 1].map((detail) => isAgain(mouse(detail)))).toEqual([false, true, true, false]);
  });

  it('of a held key is the first one’s until it is let go', () => {
    const isAgain = pressGuard();
    expect([0, 500, 530, 560, 1_500, 1_560, 2_560].map((at) => isAgain(key(at)))).toEqual([false, true, true, true, true, true, false]);
  });

  it('of another button is its own', () => {
    const [one, other] = [pressGuard(), pressGuard()];
    expect([one(key(0)), other(key(10))]).toEqual([false, false]);
  });
});

/** What would be done twice, or to something else, and in which file. A button in this list that loses its guard fails here. */
const guarded: readonly (readonly [what: string, file: string, tag: RegExp])[] = [
  ['deposits paper money', 'features/portfolio/Transfers.tsx', /<SendButton[^]*?\{words\.depositAct\}/],
  ['deposits from the order form', 'features/order-entry/Send.tsx', /<OnceButton [^\n]*depositPaper\(/],
  ['transfers between accounts', 'features/portfolio/Transfers.tsx', /<SendButton[^]*<SendButton/],
  ['withdraws', 'features/portfolio/Withdrawals.tsx', /<SendButton [^\n]*to === null/],
  ['confirms an order that a double click asked for', 'features/order-entry/ConfirmDialog.tsx', /<OnceButton [^\n]*onPress=\{onSend\}/],
  ['closes a position, and then the next row’s', 'features/tables/Positions.tsx', /<OnceButton [^\n]*closePosition\(/],
  ['reverses a position, and back', 'features/tables/Positions.tsx', /<OnceButton [^\n]*reversePosition\(/],
  ['closes, reverses, adds margin or sets exits in a dialog', 'features/tables/dialogs.tsx', /<SendButton form="act"/],
  ['cancels an order, and then the next row’s', 'features/tables/Orders.tsx', /<OnceButton [^\n]*cancelOrder\(/],
  ['pauses a TWAP, and lets it go on', 'features/tables/Orders.tsx', /<OnceButton [^\n]*setPaused\(/],
  ['cancels a line of the chart, and the one behind it', 'features/chart/Handles.tsx', /<OnceButton [^\n]*cancelOrder\(/],
  ['closes a key’s secret that was never read', 'features/account/NewKey.tsx', /<OnceButton [^\n]*onPress=\{onClose\}/],
  ['closes recovery codes that were never read', 'features/account/RecoveryCodes.tsx', /<OnceButton [^\n]*onPress=\{onClose\}/],
  ['ends a session, and then the next row’s', 'features/account/Sessions.tsx', /<OnceButton [^\n]*end\(/],
  ['approves a change, and then one that nobody read', 'features/ops/Changes.tsx', /<OnceButton[^<]*approve\(change\)/],
  ['takes a change back, and then the next', 'features/ops/Changes.tsx', /<OnceButton [^\n]*takeBack\(change\)/],
  ['takes a word about somebody back, and then the next', 'features/ops/People.tsx', /<OnceButton [^\n]*takeBack\(row\)/],
  ['proposes a change twice', 'features/ops/ProposalForm.tsx', /<SendButton/],
  ['proposes a withdrawal’s step twice', 'features/ops/Withdrawals.tsx', /<SendButton/],
  ['moves a market', 'features/ops/MarketMoves.tsx', /<SendButton/],
];

it.each(guarded)('is guarded against where it %s', (_, file, tag) => {
  expect(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).toMatch(tag);
});
