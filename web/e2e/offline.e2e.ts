import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, open, signIn, visit } from './support/browser';
import { house } from './support/house';

const venue = house();
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
  await venue.person('anna.offline@example.com');
});
afterAll(() => browser.close());

it('opens without a connection, says so, and has kept nothing the venue told', async () => {
  const context = await browser.newContext();
  const { page, complaints } = await open(context);
  await signIn(page, venue, 'anna.offline@example.com');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await visit(page, '/portfolio');
  await page.getByText('5,000.00').first().waitFor();
  const kept = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map((r) => new URL(r.url).pathname)))).flat());
  expect(kept).toContain('/index.html');
  expect(kept.filter((path) => /^\/(api|ws|docs)/.test(path))).toEqual([]);
  await context.setOffline(true);
  await page.reload();
  await page.getByText('Not connected').first().waitFor();
  expect(await page.getByText('5,000.00').count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});

it('has a manifest that installs', async () => {
  const manifest = (await (await fetch(`${venue.url}/manifest.webmanifest`)).json()) as { icons: { src: string; sizes: string }[]; start_url: string };
  expect(manifest.start_url).toBe('/trade');
  for (const icon of manifest.icons) {
    const answer = await fetch(venue.url + icon.src);
    expect(answer.status, icon.src).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^image\//);
  }
});
