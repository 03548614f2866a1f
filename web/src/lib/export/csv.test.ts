import { describe, expect, it } from 'vitest';
import { csvText } from './csv';

describe('a file of values', () => {
  it('quotes what needs it', () => {
    expect(csvText(['a', 'b'], [['1,5', 'say "hi"'], ['two\nlines', '']])).toBe('a,b\r\n"1,5","say ""hi"""\r\n"two\nlines",\r\n');
  });

  it('never carries a formula, but keeps negative numbers as they are', () => {
    expect(csvText(['x'], [['=SUM(A1)'], ['+1'], ['@x'], ['-1.5'], ['-x']])).toBe("x\r\n'=SUM(A1)\r\n'+1\r\n'@x\r\n-1.5\r\n'-x\r\n");
  });
});
