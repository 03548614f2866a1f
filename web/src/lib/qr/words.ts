import { checkBytes } from './field';
import { lengthBits, type Version } from './versions';

/** The bytes of a code in the order in which they are drawn: data and checks, the blocks dealt out like cards. */
export function wordsOf(text: Uint8Array, version: Version): number[] {
  const data = padded(text, version);
  const short = Math.floor(data.length / version.blocks);
  const shortOnes = version.blocks - (data.length % version.blocks);
  const blocks = Array.from({ length: version.blocks }, (_, i) => {
    const start = i * short + Math.max(0, i - shortOnes);
    return data.slice(start, start + short + (i < shortOnes ? 0 : 1));
  });
  return [...dealt(blocks), ...dealt(blocks.map((block) => checkBytes(block, version.checksPerBlock)))];
}

function padded(text: Uint8Array, version: Version): number[] {
  const bits: number[] = [];
  const put = (value: number, count: number): void => {
    for (let i = count - 1; i >= 0; i--) bits.push((value >>> i) & 1);
  };
  put(0b0100, 4);
  put(text.length, lengthBits(version.number));
  text.forEach((byte) => put(byte, 8));
  put(0, Math.min(4, version.capacity * 8 - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  const bytes = Array.from({ length: bits.length / 8 }, (_, i) => bits.slice(i * 8, i * 8 + 8).reduce((sum, bit) => sum * 2 + bit, 0));
  for (let fill = 0xec; bytes.length < version.capacity; fill ^= 0xec ^ 0x11) bytes.push(fill);
  return bytes;
}

function dealt(blocks: readonly (readonly number[])[]): number[] {
  const longest = Math.max(...blocks.map((b) => b.length));
  return Array.from({ length: longest }, (_, i) => blocks.flatMap((block) => (i < block.length ? [block[i]!] : []))).flat();
}
