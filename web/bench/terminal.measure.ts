import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { launch } from '../e2e/support/browser';
import { Venue } from '../e2e/support/venue';
import { Load, Markets } from './load';

/** How long the books are watched; the budget speaks of ten minutes. */
const Seconds = Number(process.env.SECONDS ?? 600);
/** How often the heap is read. */
const ReadEveryS = Math.min(60, Seconds / 4);
/** Another build, `peregrine.dll` with its terminal beside it: first loads are then made of both in turn, so that they compare on a machine that others use. */
const beside = process.env.BESIDE;
const Loads = 5;
const results = fileURLToPath(new URL('../../bench/results/terminal.md', import.meta.url));

const venue = new Venue(['--limits.account.orders', '10000', '--limits.account.exits', '10000', '--limits.address.orders', '10000']);
const other = beside === undefined ? null : new Venue([], beside);
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
  await venue.start();
  await other?.start();
});
afterAll(async () => {
  await browser.close();
  await other?.end();
  await venue.end();
});

interface FirstLoad {
  readonly bytes: number;
  readonly files: number;
  readonly interactiveMs: number;
}

/** A first visit with nothing kept: what comes over the wire until the form can be used, and how long that takes. */
async function firstLoad(of: Venue): Promise<FirstLoad> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  let [bytes, files] = [0, 0];
  wire.on('Network.loadingFinished', (e) => {
    bytes += e.encodedDataLength;
    files++;
  });
  const began = performance.now();
  await page.goto(`${of.url}/trade/BTC-PERP`, { waitUntil: 'commit' });
  await page.locator('#order-form input[name=price]').waitFor();
  await page.locator('#order-form .sides .sell').click();
  const interactiveMs = performance.now() - began;
  await page.locator('.chart-canvas canvas').first().waitFor();
  await page.waitForLoadState('networkidle');
  await context.close();
  return { bytes, files, interactiveMs };
}

interface Reading {
  readonly at: number;
  readonly script: number;
  readonly heap: number;
}

async function read(session: CDPSession, collect: boolean): Promise<Reading> {
  if (collect) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name: string): number => metrics.find((m) => m.name === name)?.value ?? 0;
  return { at: value('Timestamp'), script: value('ScriptDuration'), heap: value('JSHeapUsedSize') };
}

async function open(market: string): Promise<{ page: Page; session: CDPSession }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${venue.url}/trade/${market}`);
  await page.locator('.book-canvas').first().waitFor();
  await page.locator('.book-panel .veil').waitFor({ state: 'detached' });
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  return { page, session };
}

it('is measured', async () => {
  const loads: FirstLoad[] = [];
  const others: FirstLoad[] = [];
  for (let i = 0; i < Loads; i++) {
    loads.push(await firstLoad(venue));
    if (other !== null) others.push(await firstLoad(other));
  }
  await other?.end();
  const token = await venue.person('load@example.com');
  for (let i = 0; i < 4; i++) await venue.call('POST', '/deposits/paper', { amount: '50000', requestId: `d${String(i)}` }, token);
  const load = new Load(venue, token);
  await load.begin();
  const tabs = await Promise.all(Markets.map(open));
  // What a page does once after it was opened is not what it does all day.
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  const rows: Reading[][] = [];
  for (let at = 0; at <= Seconds; at += ReadEveryS) {
    if (at > 0) await new Promise((resolve) => setTimeout(resolve, ReadEveryS * 1000));
    rows.push(await Promise.all(tabs.map(({ session }) => read(session, true))));
  }
  load.stop();
  writeFileSync(results, report(loads, others, rows, load.rounds / (Seconds + 10)));
});

const kib = (bytes: number): string => (bytes / 1024).toFixed(1);
const middle = (of: readonly number[]): number => [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0;

const seconds = (loads: readonly FirstLoad[]): string => `${(middle(loads.map((l) => l.interactiveMs)) / 1000).toFixed(2)} s (${loads.map((l) => (l.interactiveMs / 1000).toFixed(2)).join(', ')})`;

/** How the two builds compare: the figure that neighbours on the machine change least. */
function compared(loads: readonly FirstLoad[], others: readonly FirstLoad[]): string {
  if (others.length === 0) return '';
  const share = middle(loads.map((l) => l.interactiveMs)) / middle(others.map((l) => l.interactiveMs));
  return `| the same of another build, made in turn with these | | ${seconds(others)}: this one takes ${share.toFixed(2)} of it |\n`;
}

function report(loads: readonly FirstLoad[], others: readonly FirstLoad[], rows: readonly (readonly Reading[])[], perSecond: number): string {
  const [first, last] = [rows[0] ?? [], rows.at(-1) ?? []];
  const shares = first.map((a, i) => ((last[i]?.script ?? 0) - a.script) / ((last[i]?.at ?? 1) - a.at));
  const heaps = rows.map((row, i) => `| ${String(i * ReadEveryS)} | ${row.map((r) => (r.heap / 1_048_576).toFixed(2)).join(' | ')} |`);
  return `# What the terminal costs a browser

Machine: ${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown'}, shared (load ${loadavg().map((l) => l.toFixed(1)).join(', ')} at the end); Chromium ${browser.version()}, headless, without a graphics card;
Node ${process.version}. Code: ${commit()}. Venue, load and browser shared the machine.

\`\`\`
npm run measure                                in web/, after the server was built: ten minutes of books
SECONDS=60 npm run measure                     shorter
BESIDE=…/peregrine.dll npm run measure         first loads in turn with another build's
\`\`\`

## First load of the trade page, nothing kept, nobody signed in

| | budget | measured |
| --- | --- | --- |
| over the wire, everything until the network is quiet, headers too, market data too | 350 KiB | ${kib(middle(loads.map((l) => l.bytes)))} KiB in ${String(middle(loads.map((l) => l.files)))} answers |
| until the order form takes a press, median of ${String(loads.length)} (each) | 2 s | ${seconds(loads)} |
${compared(loads, others)}
Asked of loopback: a real line adds its round trips and its bytes.

## Five markets open, ${perSecond.toFixed(0)} updates of each book a second, ${String(Seconds)} seconds

The budget is one page's: the book of the market it shows, and all markets' tickers. Here are five such pages, a market each, all painting, as five screens would; one order in each market changes at each round of the load. *Script* is \`ScriptDuration\` of \`Performance.getMetrics\` over the time between the first and the last reading.

| | budget | ${Markets.join(' | ')} | together |
| --- | --- | ${Markets.map(() => '---').join(' | ')} | --- |
| script, share of a core | 25 % | ${shares.map((s) => `${(s * 100).toFixed(1)} %`).join(' | ')} | ${(shares.reduce((a, b) => a + b, 0) * 100).toFixed(1)} % |

\`JSHeapUsedSize\` in MiB after a collection:

| second | ${Markets.join(' | ')} |
| --- | ${Markets.map(() => '---').join(' | ')} |
${heaps.join('\n')}

Not in it: layout and painting outside scripts, the browser's own processes, a screen (headless paints without one), a person who trades.
`;
}

const commit = (): string => execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
