/** That an account is in the sum of what the venue owes, as `GET /liabilities/proof` tells it. Amounts are whole micro-dollars as text. */
export interface ProofWire {
  readonly published: RootWire;
  readonly leaf: LeafWire;
  readonly path: readonly { readonly side: 'left' | 'right'; readonly hash: string; readonly sum: string }[];
}

export interface RootWire {
  readonly seq: number;
  readonly time: number;
  readonly accounts: number;
  readonly root: string;
  readonly owed: string;
}

export interface LeafWire {
  readonly account: string;
  readonly cash: string;
  readonly pots: string;
  readonly unrealised: string;
  readonly collateral: string;
  readonly lent: string;
  readonly positions: string;
  readonly salt: string;
}

interface Node {
  readonly hash: Uint8Array;
  readonly sum: bigint;
}

const HashBytes = 32;
const LeafMark = 0;
const ParentMark = 1;

/** Where a proof leads: the root's hash and sum; null when it is malformed or a neighbour owes less than nothing, which no honest tree has. */
export async function rootOf({ leaf, path }: Pick<ProofWire, 'leaf' | 'path'>): Promise<{ root: string; owed: bigint } | null> {
  const amounts = [leaf.account, leaf.cash, leaf.pots, leaf.unrealised, leaf.collateral, leaf.lent].map(integer);
  const [salt, positions] = [bytesOf(leaf.salt), bytesOf(leaf.positions)];
  if (salt === null || positions === null || !amounts.every((a): a is bigint => a !== null)) return null;
  const equity = amounts.slice(1).reduce((sum, a) => sum + a, 0n);
  let node: Node = { hash: await sha256([Uint8Array.of(LeafMark), salt, ...amounts.map((a) => littleEndian(a, 8)), positions]), sum: equity > 0n ? equity : 0n };
  for (const step of path) {
    const [hash, sum] = [bytesOf(step.hash), integer(step.sum)];
    if (hash === null || sum === null || sum < 0n) return null;
    const neighbour = { hash, sum };
    node = step.side === 'left' ? await parentOf(neighbour, node) : await parentOf(node, neighbour);
  }
  return { root: hexOf(node.hash), owed: node.sum };
}

/** Whether a proof leads to the published root and to its sum. */
export async function isProven(proof: ProofWire): Promise<boolean> {
  const found = await rootOf(proof);
  return found !== null && found.root === proof.published.root.toLowerCase() && found.owed === integer(proof.published.owed);
}

/** The sums are hashed with the hashes, so that none can be changed on the way up. */
const parentOf = async (left: Node, right: Node): Promise<Node> => ({
  hash: await sha256([Uint8Array.of(ParentMark), left.hash, littleEndian(left.sum, 16), right.hash, littleEndian(right.sum, 16)]),
  sum: left.sum + right.sum,
});

async function sha256(parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const all = new Uint8Array(parts.reduce((length, p) => length + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all));
}

function littleEndian(value: bigint, length: number): Uint8Array {
  let rest = BigInt.asUintN(length * 8, value);
  return Uint8Array.from({ length }, () => {
    const byte = Number(rest & 255n);
    rest >>= 8n;
    return byte;
  });
}

const integer = (text: string): bigint | null => (/^-?\d{1,40}$/.test(text) ? BigInt(text) : null);

const bytesOf = (hex: string): Uint8Array | null =>
  /^[0-9a-f]+$/i.test(hex) && hex.length === 2 * HashBytes ? Uint8Array.from({ length: HashBytes }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16)) : null;

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
