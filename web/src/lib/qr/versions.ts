/** Sizes of QR codes, at the level that survives fifteen percent of damage (M). Index 0 is version 1. */
const checksPerBlock = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const blocks = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];

export interface Version {
  readonly number: number;
  /** Modules on a side. */
  readonly size: number;
  readonly blocks: number;
  readonly checksPerBlock: number;
  /** Bytes of data, without checks. */
  readonly capacity: number;
  /** Where the centres of the small squares lie, along either side. */
  readonly marks: readonly number[];
}

/** The smallest version that holds so many bytes of text. */
export function versionFor(bytes: number): Version {
  for (let number = 1; number <= blocks.length; number++) {
    const version = versionOf(number);
    // Four bits say what follows, eight or sixteen how much of it.
    if (Math.ceil((4 + lengthBits(number)) / 8 + bytes) <= version.capacity) return version;
  }
  throw new RangeError(`A QR code of ours holds fewer than ${bytes} bytes.`);
}

export const lengthBits = (version: number): number => (version < 10 ? 8 : 16);

function versionOf(number: number): Version {
  const size = 17 + 4 * number;
  const [count, checks] = [blocks[number - 1]!, checksPerBlock[number - 1]!];
  return { number, size, blocks: count, checksPerBlock: checks, capacity: Math.floor(modulesOf(number) / 8) - count * checks, marks: marksOf(number, size) };
}

/** Modules that are left for data and checks when all patterns have their place. */
function modulesOf(number: number): number {
  const marks = number === 1 ? 0 : Math.floor(number / 7) + 2;
  const patterns = number === 1 ? 0 : (25 * marks - 10) * marks - 55;
  return (16 * number + 128) * number + 64 - patterns - (number >= 7 ? 36 : 0);
}

function marksOf(number: number, size: number): readonly number[] {
  if (number === 1) return [];
  const count = Math.floor(number / 7) + 2;
  const step = Math.ceil((size - 13) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - step * (count - 2 - i))];
}
