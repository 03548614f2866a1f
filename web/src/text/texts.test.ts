import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sayProblem } from './fields';
import { isKnown, sayRefusal } from './refusals';

const refusal = (code: string, more: object = {}): string => sayRefusal({ code, message: 'the venue\u2019s own words', ...more });
const upperSnake = (name: string): string => name.replace(/(?<=.)[A-Z]/g, '_$&').toUpperCase();

describe('refusals', () => {
  it('have words for every code of the engine and of the gateway', () => {
    const engine = readFileSync(new URL('../../../src/Peregrine.Core/RejectCode.cs', import.meta.url), 'utf8');
    const gateway = readFileSync(new URL('../../../src/Peregrine.Gateway/Errors/ApiCode.cs', import.meta.url), 'utf8');
    const codes = [...engine.matchAll(/^ {4}(\w+) = [1-9]\d*,$/gm)].map((m) => upperSnake(m[1]!));
    const own = [...gateway.matchAll(/new\("([A-Z_]+)", \d+\)/g)].map((m) => m[1]!);
    expect(codes.length).toBeGreaterThan(50);
    expect(own.length).toBeGreaterThan(15);
    expect([...codes, ...own].filter((code) => !isKnown(code))).toEqual([]);
  });

  it('carry the numbers: what is needed rounds up, what one has down', () => {
    expect(refusal('INSUFFICIENT_MARGIN', { details: { needed: '10812.351', available: '9583.799999' } })).toBe('Needs 10,812.36 USDC, you have 9,583.79.');
    expect(refusal('INSUFFICIENT_MARGIN')).toBe('It needs more margin than is available.');
    expect(refusal('BUSY', { retryAfterMs: 800 })).toContain('Try again in 0.8 s.');
  });

  it('name the field', () => {
    expect(refusal('BAD_TICK', { expected: 'a multiple of 0.1' })).toBe('The price must be a multiple of 0.1.');
    expect(refusal('BAD_VALUE', { field: 'maxSlippage', expected: 'at most 0.05' })).toBe('Max slippage takes at most 0.05.');
  });

  it('of a code that is newer than the page are the venue\u2019s own', () => {
    expect(refusal('FROM_TOMORROW')).toBe('the venue\u2019s own words');
    expect(refusal('constructor')).toBe('the venue\u2019s own words');
  });

  it('never shout, plead or blame', () => {
    const engine = readFileSync(new URL('./refusals.ts', import.meta.url), 'utf8');
    expect(engine.slice(engine.indexOf('const sentences'), engine.indexOf('/** What a refusal says'))).not.toMatch(/please|oops|invalid|error|!/i);
  });
});

describe('fields', () => {
  it('say the number that would do', () => {
    expect(sayProblem({ field: 'size', code: 'belowNotional', bound: '0.00017, worth 10.00' })).toBe('The smallest order is 0.00017, worth 10.00 USDC');
    expect(sayProblem({ field: 'size', code: 'empty' })).toBe('Needed');
  });
});
