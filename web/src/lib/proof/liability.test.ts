import { describe, expect, it } from 'vitest';
import { isProven, type ProofWire, rootOf } from './liability';

/** The third of five accounts, which owes 7,000 more than it has; made by another program from the published description of the bytes. */
const proof: ProofWire = {
  published: { seq: 1, time: 1, accounts: 5, root: 'a48ab8996b5ba5aca6d9a3d4226a6ff9268b4dc5038d30a4d48d3b9d1573284e', owed: '12020' },
  leaf: { account: '3', cash: '3000', pots: '0', unrealised: '-10000', collateral: '0', lent: '0', positions: '00'.repeat(32), salt: '03'.repeat(32) },
  path: [
    { side: 'right', hash: '1e8bd6940d7e61acfcd2ba6bf9c4cdcba47e9e2af35b795ad4727fb8cc766267', sum: '4005' },
    { side: 'left', hash: '754764c89a7da5f73c561d456282ce2b0c33f5ed1b9d0f0b79fb2df19c3476ae', sum: '3010' },
    { side: 'right', hash: '4b8eff0ac9c72e42790489d2014efb88242674db3265ae192848a5f6c9d09f12', sum: '5005' },
  ],
};

describe('a proof', () => {
  it('leads to the root, and a debt hides nothing that is owed to others', async () => {
    expect(await rootOf(proof)).toEqual({ root: proof.published.root, owed: 12020n });
    expect(await isProven(proof)).toBe(true);
    expect(await isProven({ ...proof, published: { ...proof.published, root: proof.published.root.toUpperCase() } })).toBe(true);
  });

  it('leads elsewhere when anything in it is changed', async () => {
    const changed: ProofWire[] = [
      ...(['account', 'cash', 'pots', 'unrealised', 'collateral', 'lent'] as const).map((f) => ({ ...proof, leaf: { ...proof.leaf, [f]: String(BigInt(proof.leaf[f]) + 1n) } })),
      { ...proof, leaf: { ...proof.leaf, salt: '04'.repeat(32) } },
      { ...proof, leaf: { ...proof.leaf, positions: '01'.repeat(32) } },
      { ...proof, published: { ...proof.published, owed: '0' } },
      ...proof.path.map((step, i) => ({ ...proof, path: proof.path.map((s, j) => (j === i ? { ...step, side: step.side === 'left' ? ('right' as const) : ('left' as const) } : s)) })),
      ...proof.path.map((step, i) => ({ ...proof, path: proof.path.map((s, j) => (j === i ? { ...step, sum: String(BigInt(step.sum) + 1n) } : s)) })),
    ];
    for (const other of changed) expect(await isProven(other)).toBe(false);
  });

  it('with a neighbour that owes less than nothing is none', async () => {
    expect(await rootOf({ ...proof, path: [{ side: 'left', hash: '00'.repeat(32), sum: '-1' }] })).toBeNull();
    expect(await rootOf({ ...proof, leaf: { ...proof.leaf, salt: '03' } })).toBeNull();
    expect(await rootOf({ ...proof, leaf: { ...proof.leaf, cash: '1e3' } })).toBeNull();
  });
});
