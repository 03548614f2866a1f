import { describe, expect, it } from 'vitest';
import { btc } from '@/lib/testing/examples';
import { chapterOf, type FillRow, type RiskRow } from './chapter';
import { checkOf, tally } from './explanation';
import { say, unitOf } from './units';

describe('a step', () => {
  it('is worked out again in the browser', () => {
    const step = { name: 'failed', formula: '250000000 < 292500000', stated: 'true' };
    expect(checkOf(step)).toBe('same');
    expect(checkOf({ ...step, formula: '250000000 < 200000000' })).toBe('other');
    expect(checkOf({ ...step, formula: 'by tiers that are moving' })).toBe('words');
    const margin = { name: 'maintenanceMargin', formula: 'margin(54250000000)', stated: '292500000' };
    expect([checkOf(margin), checkOf(margin, btc)]).toEqual(['words', 'same']);
    expect(tally([step, { ...step, formula: '1 < 0' }, { ...step, formula: 'words' }])).toEqual({ same: 1, checked: 2 });
  });

  it('is said in units that people know', () => {
    const said = (kind: string, name: string, stated: string): string => say(stated, unitOf(kind, name, stated), btc);
    expect(said('liquidationStarted', 'equity', '250000000')).toBe('250.00 USDC');
    expect(said('liquidationStep', 'asked', '50515')).toBe('0.50515 BTC');
    expect(said('liquidationStep', 'limit', '540243')).toBe('54,024.3');
    expect(said('liquidationStep', 'mark', '542500000')).toBe('54,250.0');
    expect(said('adlApplied', 'price', '604000000')).toBe('60,400.0');
    expect(said('fundingPaid', 'rate', '12500')).toBe('+0.00125\u2009%');
    expect(said('fundingStarted', 'samples', '3600')).toBe('3600');
    expect(said('liquidationStep', 'failed', 'true')).toBe('true');
  });
});

describe('a chapter', () => {
  const risk = (kind: string, seq: number, time = seq): RiskRow => ({ kind, seq, index: 0, time });
  const fill = (reason: string, seq: number): FillRow => ({ market: 'BTC-PERP', side: 'sell', qty: '1', fee: '0', realised: '0', sizeAfter: '0', reason, seq, index: 1, time: seq });
  const rows = [risk('liquidationEnded', 40), risk('liquidationStep', 35), risk('liquidationStep', 30), risk('liquidationStarted', 30), risk('marginWarning', 25), risk('liquidationEnded', 12), risk('liquidationStarted', 10)];

  it('holds one liquidation and no other', () => {
    const chapter = chapterOf(rows, [fill('liquidation', 30), fill('user', 31), fill('liquidation', 11), fill('backstop', 35)], 35);
    expect([chapter.started?.seq, chapter.ended?.seq]).toEqual([30, 40]);
    expect(chapter.acts.map((a) => a.seq)).toEqual([30, 35]);
    expect(chapter.warnings.map((w) => w.seq)).toEqual([25]);
    expect(chapter.fills.map((f) => [f.seq, f.reason])).toEqual([[30, 'liquidation'], [35, 'backstop']]);
  });

  it('may still be going on, and warnings of yesterday are no part of it', () => {
    expect(chapterOf(rows.slice(1), [], 35).ended).toBeUndefined();
    expect(chapterOf([risk('liquidationStarted', 9, 10_000_000), risk('marginWarning', 3, 1)], [], 9).warnings).toEqual([]);
  });
});
