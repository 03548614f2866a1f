import { describe, expect, it } from 'vitest';
import { stepTo, waitOf } from './way-back';

describe('the way back from a halt', () => {
  const halted = stepTo(undefined, 'halted', 1_000);
  const cancel = stepTo(halted, 'cancelOnly', 5_000);

  it('takes a minute in cancel-only and half a minute in post-only', () => {
    expect(waitOf(cancel, 5_000)).toBe(60_000);
    expect(waitOf(cancel, 64_000)).toBe(1_000);
    expect(waitOf(cancel, 99_000)).toBe(0);
    expect(waitOf(stepTo(cancel, 'postOnly', 70_000), 80_000)).toBe(20_000);
    expect(waitOf(halted, 1_000)).toBe(0);
  });

  it('is counted from when the step began, not from when it was told again', () => {
    expect(stepTo(cancel, 'cancelOnly', 50_000)).toBe(cancel);
  });

  it('is nothing where no halt was', () => {
    expect(waitOf(stepTo(stepTo(undefined, 'open', 0), 'cancelOnly', 1_000), 2_000)).toBe(0);
    expect(waitOf(stepTo(undefined, 'postOnly', 1_000), 2_000)).toBe(0);
  });
});
