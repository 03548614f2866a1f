/** A trader's zone: 'UTC', the machine's own, or a name of the time-zone database. */
export type Zone = string;

export const localZone = (): Zone => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The parts of a moment as a clock in a zone shows them. */
interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

const clocks = new Map<Zone, Intl.DateTimeFormat>();

function parts(ms: number, zone: Zone): Parts {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });
    clocks.set(zone, clock);
  }
  return Object.fromEntries(clock.formatToParts(ms).map((p) => [p.type, p.value])) as unknown as Parts;
}

/** 11:20:18 */
export function clockTime(ms: number, zone: Zone): string {
  const { hour, minute, second } = parts(ms, zone);
  return `${hour}:${minute}:${second}`;
}

/** 12 Nov 2026 */
export function dateText(ms: number, zone: Zone): string {
  const { day, month, year } = parts(ms, zone);
  return `${String(Number(day))} ${months[Number(month) - 1] ?? month} ${year}`;
}

/** 12 Nov, 14:32:07, and the year when it is not this one. */
export function momentText(ms: number, zone: Zone, nowMs: number): string {
  const date = dateText(ms, zone);
  const year = date.slice(-5);
  return `${dateText(nowMs, zone).endsWith(year) ? date.slice(0, -5) : date}, ${clockTime(ms, zone)}`;
}

/** 2026-11-12T14:32:07.123Z: what goes into files, always UTC. */
export const isoText = (ms: number): string => new Date(ms).toISOString();

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** 39:42, or 1:02:03 beyond an hour; never below zero. */
export function countdown(untilMs: number, nowMs: number): string {
  const left = Math.max(0, Math.floor((untilMs - nowMs) / 1000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(left / 3600);
  const rest = `${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
  return hours > 0 ? `${String(hours)}:${rest}` : rest;
}

const ages: readonly (readonly [word: string, ms: number])[] = [['d', 86_400_000], ['h', 3_600_000], ['min', 60_000], ['s', 1000]];

/** 17 s, 3 min, 2 h, 5 d: how long ago, rounded down. */
export function age(ms: number): string {
  const [word, size] = ages.find(([, from]) => ms >= from) ?? ['s', 1000];
  return `${String(Math.max(0, Math.floor(ms / size)))} ${word}`;
}
