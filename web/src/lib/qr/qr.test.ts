import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pathOf, qrOf } from './index';

const rowsOf = (text: string, mask?: number): string[] => qrOf(text, mask).map((row) => row.map((isDark) => (isDark ? '#' : '.')).join(''));

/** What libqrencode draws for the same text at the same level, whichever mask it chose. */
const known = `
#######.###.##..##....#######
#.....#.#.###.#.#..#..#.....#
#.###.#.##...##.#.###.#.###.#
#.###.#..#.##..####.#.#.###.#
#.###.#.##..#..##..#..#.###.#
#.....#..##.....##....#.....#
#######.#.#.#.#.#.#.#.#######
..........#..##.....#........
#..######..#.###...###..#.###
.#####....#.##...###.#.##.#..
....#####..#..##..#......##..
....##...##.....####..#..#..#
.##..#####.#.#..##.##.##...##
#.#..#.##.#.##..#.#..####.###
..#.#.#.##.#.#.#.######.#...#
.####..###.##.#...#...#####.#
###.#.###.#...##.#..##...#...
######...#..##...#.##...##.#.
##.#.##.###.#..##.##.....##.#
####.#.#.#.##.#.....####..###
##...####..#####...########..
........#...#.#....##...#....
#######.##.##.##...##.#.#.#..
#.....#.#...#.#..#.##...#...#
#.###.#.###.######.######..#.
#.###.#.#.#.....##...#...#..#
#.###.#..#.#.#.#..#.#.#.#####
#.....#....###.##..#..##..#.#
#######.#....#.##.#.##.......`;

describe('a QR code', () => {
  it('is module for module what another program draws', () => {
    const drawn = Array.from({ length: 8 }, (_, mask) => rowsOf('otpauth://totp/P?secret=JBSWY3DPEHPK3PXP', mask).join('\n'));
    expect(drawn).toContain(known.trim());
  });

  it('of several blocks, with its version written in it, is too', () => {
    const digest = createHash('sha256').update(rowsOf('c'.repeat(214), 2).join('\n')).digest('hex');
    expect(digest).toBe('8d9fede4dd2a2d6be14c27c8c7c87e2647ced3fcf5123892a847e0766edafc2c');
  });

  it('grows with its text and says when that is too long', () => {
    // What version 1 and 9 hold at this level, by the standard's table.
    expect([14, 15, 180, 181].map((length) => qrOf('a'.repeat(length)).length)).toEqual([21, 25, 53, 57]);
    expect(() => qrOf('a'.repeat(667))).toThrow(RangeError);
  });

  it('chooses a mask by itself, one of the eight', () => {
    const all = Array.from({ length: 8 }, (_, mask) => rowsOf('PEREGRINE', mask).join());
    expect(new Set(all).size).toBe(8);
    expect(all).toContain(rowsOf('PEREGRINE').join());
  });

  it('is drawn as squares behind its border', () => {
    expect(pathOf([[true, false], [false, true]], 4)).toBe('M4 4h1v1h-1zM5 5h1v1h-1z');
  });
});
