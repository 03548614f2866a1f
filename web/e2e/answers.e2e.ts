import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, open, signIn } from './support/browser';
import { confirm, fill, form, kind, send, sendAndSee, tab, tables, toast } from './support/desk';
import { Password } from './support/api';
import { house } from './support/house';

const venue = house();
let browser: Browser;
let page: Page;
let maker = '';

/** What goes wrong by itself, and what a trader is told then. A lost connection, a restart and a refused order have their place in the trader's day. */
beforeAll(async () => {
  browser = await launch();
  await venue.person('anna.answers@example.com');
  maker = await venue.person('maker.answers@example.com');
  ({ page } = await open(await browser.newContext({ viewport: { width: 1440, height: 900 } })));
  page.setDefaultTimeout(30_000);
  await signIn(page, venue, 'anna.answers@example.com');
  await page.locator('.account-box', { hasText: '5,000.00' }).waitFor();
});
afterAll(async () => {
  await browser.close();
  for (const email of ['anna.answers@example.com', 'maker.answers@example.com']) await venue.call('DELETE', '/orders', undefined, await venue.token(email));
});

const place = async (price: string): Promise<void> => {
  await kind(page, 'Limit');
  await fill(page, 'Price', price);
  await fill(page, 'Size', '0.01');
  await sendAndSee(page, /^Buy 0.01000 BTC/);
};

it('a clock that is wrong is named, and times are the venue\u2019s', async () => {
  const { page: late, complaints } = await open(await browser.newContext());
  await late.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() - 90_000;
  });
  await late.goto(`${venue.url}/status`);
  await late.getByText(/Your clock is (89|90|91) s off; times shown are the server/).waitFor();
  expect(complaints).toEqual([]);
  await late.context().close();
});

describe('a batch of which a part is done', () => {
  it('tells each order that was not cancelled, and why', async () => {
    await place('59100');
    await place('59200');
    // Between the press and the venue one of them is filled.
    await page.route('**/api/v1/orders/batch', async (route) => {
      await venue.call('POST', '/orders', { type: 'limit', market: 'BTC-PERP', side: 'sell', price: '59200', qty: '0.01' }, maker);
      await route.continue();
    }, { times: 1 });
    await tab(page, 'Open orders').click();
    await page.getByRole('button', { name: 'Cancel all' }).click();
    await toast(page, 'Cancelled 1 of 2 orders').getByText(/Buy 0.01000 BTC at 59,200.0: /).waitFor();
    await tables(page).getByText('No open orders').waitFor();
  });
});

it('an order whose answer is lost is asked for by its name, and never sent twice', async () => {
  let sent = 0;
  await page.route('**/api/v1/orders', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    sent++;
    await route.fetch();
    await route.abort('connectionreset');
  });
  await fill(page, 'Price', '59300');
  await fill(page, 'Size', '0.01');
  await send(page).click();
  await toast(page, 'Buy 0.01000 BTC at 59,300.0').getByText('It had arrived: the order is placed.').waitFor();
  await page.unroute('**/api/v1/orders');
  expect(sent).toBe(1);
  await expect.poll(() => tables(page).locator('tbody tr').count()).toBe(1);
});

it('a session that was ended elsewhere asks for signing in where one stands, and keeps what was typed', async () => {
  await fill(page, 'Price', '58123.4');
  await fill(page, 'Size', '0.02');
  const token = await venue.token('anna.answers@example.com');
  // The venue ends the stream of a session with it, so the page knows before anything is pressed.
  await venue.call('DELETE', '/auth/sessions', undefined, token);
  await page.locator('.banner', { hasText: 'Your session has ended' }).waitFor();
  await page.locator('.banner').getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail').fill('anna.answers@example.com');
  await page.getByLabel('Password', { exact: true }).fill(Password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/trade/);
  expect(await form(page).getByLabel('Price', { exact: true }).inputValue()).toBe('58123.4');
  expect(await form(page).getByLabel('Size', { exact: true }).inputValue()).toBe('0.02');
});

it('turning a position round asks first', async () => {
  await venue.call('POST', '/orders', { type: 'limit', market: 'BTC-PERP', side: 'sell', price: '60000', qty: '0.01' }, maker);
  await venue.call('POST', '/orders', { type: 'limit', market: 'BTC-PERP', side: 'buy', price: '59990', qty: '0.04' }, maker);
  await fill(page, 'Price', '60000');
  await fill(page, 'Size', '0.01');
  await send(page).click();
  await toast(page, /^Bought/).waitFor();
  await tab(page, 'Positions').click();
  await tables(page).getByRole('button', { name: 'Reverse' }).click();
  await page.getByRole('dialog').getByText('Long 0.02000 BTC is closed at market and Short 0.02000 BTC opened, in one order.').waitFor();
  await confirm(page);
  await tables(page).locator('.position-name[data-side=down]', { hasText: 'Short' }).waitFor();
});

describe('panels', () => {
  it('are moved, shown and kept', async () => {
    const boxOf = async (name: string): Promise<{ x: number; width: number }> => (await page.locator(name).boundingBox()) ?? { x: -1, width: 0 };
    // The chart's script comes after the page, and its panel with it: for a moment it has no place.
    const isBookFirst = async (): Promise<boolean> => {
      const [book, chart] = [await boxOf('.book-panel'), await boxOf('.chart-panel')];
      return book.x >= 0 && book.x < chart.x;
    };
    await page.getByRole('button', { name: 'Arrange the panels' }).click();
    await page.getByRole('dialog').getByLabel('Markets', { exact: true }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Swap chart and book' }).click();
    await page.getByRole('dialog').locator('footer').getByRole('button', { name: 'Close' }).click();
    await expect.poll(isBookFirst, { timeout: 30_000 }).toBe(true);
    await page.locator('.watch-row', { hasText: 'ETH' }).waitFor();
    const before = await boxOf('.book-panel');
    await page.getByRole('separator', { name: 'Width of the book' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await boxOf('.book-panel')).width, { timeout: 30_000 }).toBe(before.width + 16);
    await page.reload();
    await page.locator('.watch-row').first().waitFor();
    await expect.poll(isBookFirst, { timeout: 30_000 }).toBe(true);
  });

  it('stand on another device as they do here, and go back there as well', async () => {
    const kept = async (): Promise<string> => {
      const { settings } = await venue.call<{ settings: { name: string; value: string }[] }>('GET', '/settings', undefined, await venue.token('anna.answers@example.com'));
      return settings.find((s) => s.name === 'layout.desk')?.value ?? '';
    };
    await expect.poll(kept, { timeout: 30_000 }).toContain('"order":["watch","book","chart"');
    const { page: other } = await open(await browser.newContext({ viewport: { width: 1440, height: 900 } }));
    await signIn(other, venue, 'anna.answers@example.com');
    await other.locator('.watch-row', { hasText: 'ETH' }).waitFor();
    const [book, chart] = [await other.locator('.book-panel').boundingBox(), await other.locator('.chart-panel').boundingBox()];
    expect(book!.x).toBeLessThan(chart!.x);
    await other.getByRole('button', { name: 'Arrange the panels' }).click();
    await other.getByRole('dialog').getByRole('button', { name: 'As it was at first' }).click();
    await other.locator('.watch-row').first().waitFor({ state: 'detached' });
    await expect.poll(kept, { timeout: 30_000 }).toContain('"hidden":["watch","tape"]');
    await other.context().close();
    await page.reload();
    await page.locator('.chart-panel').waitFor();
    await page.locator('.watch-row').first().waitFor({ state: 'detached' });
  });
});
