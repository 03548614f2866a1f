import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, open, signIn, visit } from './support/browser';
import { house } from './support/house';

const venue = house();
let browser: Browser;
let operator = '';
let anna = '';
let ben = '';

beforeAll(async () => {
  browser = await launch();
  operator = await venue.token('ops@example.com');
});
afterAll(async () => {
  await browser.close();
  await venue.call('DELETE', '/orders', undefined, ben);
  await venue.call('POST', '/admin/prices/BTC-PERP', { index: '60000' }, operator);
});

/** One bitcoin bought at 60,000 with ten times leverage of its own margin, and the price falling to where the rules' worked example liquidates half of it. */
async function crash(): Promise<void> {
  anna = await venue.person('anna.explain@example.com');
  ben = await venue.person('ben.explain@example.com');
  for (const token of [anna, ben]) await venue.call('POST', '/deposits/paper', { amount: '50000', requestId: 'first' }, token);
  await venue.call('POST', '/positions/BTC-PERP/margin-mode', { mode: 'isolated' }, anna);
  await venue.call('POST', '/positions/BTC-PERP/leverage', { leverage: 10 }, anna);
  await venue.call('POST', '/orders', { type: 'limit', market: 'BTC-PERP', side: 'sell', price: '60000', qty: '1' }, ben);
  await venue.call('POST', '/orders', { type: 'limit', market: 'BTC-PERP', side: 'buy', price: '60000', qty: '1' }, anna);
  await venue.call('POST', '/orders', { type: 'limit', market: 'BTC-PERP', side: 'buy', price: '54240', qty: '1' }, ben);
  for (const index of ['56000', '54400', '54250']) await venue.call('POST', '/admin/prices/BTC-PERP', { index }, operator);
}

it('a liquidation is told in eight steps, with the numbers of the rules, and the browser works them out again', async () => {
  await crash();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const { page, complaints } = await open(context);
  await signIn(page, venue, 'anna.explain@example.com');
  await visit(page, '/explain');
  await page.getByRole('row', { name: /Sold through the book/ }).getByRole('link', { name: 'Explain' }).click();
  await page.getByRole('heading', { name: 'Why you were liquidated in BTC-PERP' }).waitFor();
  expect(await page.locator('.steps > li').count()).toBe(8);
  await page.getByText('250.00 < 292.50').waitFor();
  await page.getByText('Long 1.00000 BTC in BTC-PERP when it began.').waitFor();
  await page.getByText('Sell 0.50515 BTC at 54,240.0').waitFor();
  await page.getByText('42.50 USDC more margin at that moment').waitFor();
  await page.getByRole('button', { name: 'Recompute in this browser' }).click();
  const said = await page.getByRole('status').filter({ hasText: 'This browser:' }).innerText();
  const [, same, all] = /(\d+) of (\d+)/.exec(said) ?? [];
  expect(Number(all)).toBeGreaterThanOrEqual(6);
  expect(same).toBe(all);
  expect(complaints).toEqual([]);
  await context.close();
});

it('what belongs to somebody else is not told', async () => {
  const rows = await venue.call<{ rows: { seq: number; index: number; kind: string }[] }>('GET', '/history/liquidations', undefined, anna);
  const step = rows.rows.find((r) => r.kind === 'liquidationStep');
  const context = await browser.newContext();
  const { page } = await open(context);
  await signIn(page, venue, 'ben.explain@example.com');
  await visit(page, `/explain/${String(step?.seq)}/${String(step?.index)}`);
  await page.getByText(/nothing was decided about this account/).waitFor();
  await context.close();
});
