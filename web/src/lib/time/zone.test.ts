import { describe, expect, it } from 'vitest';
import { age, clockTime, countdown, dateText, isoText, isZone, momentText } from './zone';

const moment = Date.UTC(2026, 10, 12, 23, 32, 7, 123);

describe('times', () => {
  it('are told in the zone that is chosen, also across midnight and daylight saving', () => {
    expect([clockTime(moment, 'UTC'), dateText(moment, 'UTC')]).toEqual(['23:32:07', '12 Nov 2026']);
    expect([clockTime(moment, 'Asia/Tokyo'), dateText(moment, 'Asia/Tokyo')]).toEqual(['08:32:07', '13 Nov 2026']);
    expect([clockTime(Date.UTC(2026, 2, 29, 0, 59), 'Europe/Berlin'), clockTime(Date.UTC(2026, 2, 29, 1, 0), 'Europe/Berlin')]).toEqual(['01:59:00', '03:00:00']);
    expect(clockTime(Date.UTC(2026, 0, 1), 'UTC')).toBe('00:00:00');
  });

  it('name the year only when it is another', () => {
    expect(momentText(moment, 'UTC', moment)).toBe('12 Nov, 23:32:07');
    expect(momentText(moment, 'UTC', Date.UTC(2027, 0, 1))).toBe('12 Nov 2026, 23:32:07');
  });

  it('are UTC in files', () => {
    expect(isoText(moment)).toBe('2026-11-12T23:32:07.123Z');
  });

  it('a zone is one that the machine knows', () => {
    expect([isZone('Europe/Berlin'), isZone('Middle/Earth')]).toEqual([true, false]);
  });
});

describe('spans', () => {
  it('count down and stop at nothing', () => {
    expect(countdown(2_382_000, 0)).toBe('39:42');
    expect(countdown(3_723_999, 0)).toBe('1:02:03');
    expect(countdown(0, 5_000)).toBe('00:00');
  });

  it('are words when they are past', () => {
    expect([age(0), age(17_900), age(61_000), age(7_200_000), age(500_000_000)]).toEqual(['0 s', '17 s', '1 min', '2 h', '5 d']);
  });
});
