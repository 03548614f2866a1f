import { describe, expect, it } from 'vitest';
import { gridOf } from '@/lib/numbers';
import { exactSizeText, sizeText } from './numbers';

const fine = gridOf('0.00001');

describe('a size', () => {
  it('has at most four digits in tables', () => {
    expect(sizeText(123_456, fine)).toBe('1.2346');
    expect(sizeText(12, gridOf('0.1'))).toBe('1.2');
  });
  it('never looks like nothing when it is something', () => {
    expect(sizeText(4, fine)).toBe('0.00004');
    expect(sizeText(-4, fine)).toBe('\u22120.00004');
    expect(sizeText(5, fine)).toBe('0.0001');
    expect(sizeText(0, fine)).toBe('0.0000');
    expect(sizeText(40, fine, 3)).toBe('0.00040');
  });
  it('has its own digits in sentences', () => {
    expect(exactSizeText(1_000, fine)).toBe('0.01000');
  });
});
