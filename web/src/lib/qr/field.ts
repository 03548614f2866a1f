/** The field of 256 elements that QR codes are reckoned in (polynomial 0x11d): powers of two and their logarithms. */
const powers = new Uint8Array(255);
const logs = new Uint8Array(256);
for (let i = 0, value = 1; i < 255; i++) {
  powers[i] = value;
  logs[value] = i;
  value = value < 128 ? value << 1 : (value << 1) ^ 0x11d;
}

const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : powers[(logs[a]! + logs[b]!) % 255]!);

/** What Reed and Solomon add to a block, so that some of it may be unreadable. */
export function checkBytes(block: readonly number[], count: number): number[] {
  const generator = generatorOf(count);
  const rest: number[] = Array<number>(count).fill(0);
  for (const byte of block) {
    const factor = byte ^ rest.shift()!;
    rest.push(0);
    generator.forEach((g, i) => (rest[i] = rest[i]! ^ times(g, factor)));
  }
  return rest;
}

/** The product of (x − 2^i), without its first coefficient, which is one. */
function generatorOf(degree: number): number[] {
  let product = [1];
  for (let i = 0; i < degree; i++) {
    const next = [...product, 0];
    product.forEach((p, at) => (next[at + 1] = next[at + 1]! ^ times(p, powers[i]!)));
    product = next;
  }
  return product.slice(1);
}
