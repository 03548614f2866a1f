import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsInLooks, launch, looks, open, signIn, type Watched } from './support/browser';
import { confirm, fill, form, kind, send, side, tab, tables, toast } from './support/desk';
import { Password } from './support/api';
import { Venue } from './support/venue';

const venue = new Venue();
let browser: Browser;
let maker = '';
let operator = '';

/** A book of five levels a side around 60,000, and somebody who stands behind it. */
async function quote(): Promise<void> {
  const commands = [1, 2, 3, 4, 5].flatMap((i) => [
    { op: 'place', body: { type: 'limit', market: 'BTC-PERP', side: 'buy', price: String(60_000 - i * 10), qty: '0.1' } },
    { op: 'place', body: { type: 'limit', market: 'BTC-PERP', side: 'sell', price: String(60_000 + i * 10), qty: '0.1' } },
  ]);
  await venue.call('POST', '/orders/batch', { commands }, maker);
}

beforeAll(async () => {
  browser = await launch();
  await venue.start();
  [operator = ''] = await venue.operators('ops@example.com');
  maker = await venue.person('maker@example.com');
  for (let i = 0; i < 4; i++) await venue.call('POST', '/deposits/paper', { amount: '5000', requestId: `m${i}` }, maker);
  await quote();
});
afterAll(async () => {
  await browser.close();
  await venue.end();
});

describe('a trader at a desk', () => {
  let context: BrowserContext;
  let page: Page;
  let watched: Watched;

  beforeAll(async () => {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    watched = await open(context);
    page = watched.page;
    // What does not come within this is not coming.
    page.setDefaultTimeout(30_000);
  });
  afterAll(async () => {
    expect(watched.complaints).toEqual([]);
    await context.close();
  });

  it('signs up, and has paper money', async () => {
    await page.goto(`${venue.url}/sign-up`);
    await page.getByLabel('E-mail').fill('anna@example.com');
    for (const field of await page.locator('input[type=password]').all()) await field.fill(Password);
    await page.locator('main form button:not([type=button])').last().click();
    await page.waitForURL(/trade|sign-in|portfolio/);
    if (page.url().includes('sign-in')) await signIn(page, venue, 'anna@example.com');
    await page.goto(`${venue.url}/trade/BTC-PERP`);
    await page.locator('.account-box', { hasText: '5,000.00' }).waitFor();
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }) + document.cookie);
    expect(stored).not.toMatch(/eyJ|prt_/);
  });

  it('sees the book, checked against the venue\u2019s checksum, and takes a price from it', async () => {
    await page.locator('.book-canvas').first().waitFor();
    await page.locator('.book-panel .veil').waitFor({ state: 'detached' });
    await page.locator('.book-canvas').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await form(page).getByLabel('Price', { exact: true }).inputValue()).toBe('59990');
  });

  it('places a limit order once, however often the button is pressed', async () => {
    await kind(page, 'Limit');
    await fill(page, 'Price', '59800');
    await fill(page, 'Size', '0.01');
    await send(page).dblclick();
    await toast(page, 'Buy 0.01000 BTC at 59,800.0').waitFor();
    await tab(page, 'Open orders').click();
    await tables(page).getByText('59,800.0').waitFor();
    expect(await tables(page).locator('tbody tr').count()).toBe(1);
  });

  it('moves it by dragging its line, and back by undo', async () => {
    const before = await page.getByRole('slider', { name: /Buy 0.01000 BTC/ }).getAttribute('aria-valuenow');
    expect(before).toBe('598000');
    await page.getByRole('slider', { name: /Buy 0.01000 BTC/ }).focus();
    await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Enter');
    await toast(page, /Moved/).waitFor();
    await tables(page).getByText('59,801.0').waitFor();
    await toast(page, /Moved/).getByRole('button', { name: 'Undo' }).click();
    await tables(page).getByText('59,800.0').waitFor();
  });

  it('cancels it, and every key of the form does what the list says', async () => {
    await tables(page).getByRole('button', { name: /^Cancel/ }).click();
    await toast(page, /Cancelled/).waitFor();
    await tables(page).getByText('No open orders').waitFor();
    await page.keyboard.press('s');
    expect(await form(page).getByRole('radio', { name: /^Sell/ }).getAttribute('aria-checked')).toBe('true');
    await page.keyboard.press('b');
    await page.keyboard.press('1');
    expect(await form(page).getByRole('radio', { name: 'Market', exact: true }).getAttribute('aria-checked')).toBe('true');
  });

  it('moves on by Enter in a field, and sends nothing', async () => {
    await kind(page, 'Limit');
    await fill(page, 'Price', '59700');
    await fill(page, 'Size', '0.01');
    await form(page).getByLabel('Size', { exact: true }).focus();
    for (const next of ['Take profit', 'Stop loss']) {
      await page.keyboard.press('Enter');
      expect(await form(page).getByLabel(next, { exact: true }).evaluate((field) => field === document.activeElement)).toBe(true);
    }
    await page.keyboard.press('Enter');
    expect(await send(page).evaluate((button) => button === document.activeElement)).toBe(true);
    await page.waitForTimeout(500);
    // An order that went would have cleared it.
    expect(await form(page).getByLabel('Size', { exact: true }).inputValue()).toBe('0.01');
    await tables(page).getByText('No open orders').waitFor();
    await fill(page, 'Size', '');
  });

  it('sends nothing by the keyboard from behind a dialog', async () => {
    await fill(page, 'Size', '0.01');
    await form(page).getByRole('button', { name: /leverage/ }).click();
    await page.getByRole('dialog').getByRole('slider').focus();
    await page.keyboard.press('Control+Enter');
    await page.waitForTimeout(500);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await form(page).getByLabel('Size', { exact: true }).inputValue()).toBe('0.01');
    await tables(page).getByText('No open orders').waitFor();
    await fill(page, 'Size', '');
  });

  it('cancels only what is shown, where only this market is', async () => {
    const anna = await venue.token('anna@example.com');
    await venue.call('POST', '/orders', { type: 'limit', market: 'ETH-PERP', side: 'buy', price: '100', qty: '0.2' }, anna);
    await venue.call('POST', '/orders', { type: 'limit', market: 'BTC-PERP', side: 'buy', price: '59000', qty: '0.01' }, anna);
    await page.getByLabel('This market').check();
    await tables(page).getByText('59,000.0').waitFor();
    await page.getByRole('button', { name: 'Cancel all' }).click();
    await toast(page, 'Cancelled 1 order').waitFor();
    const { orders } = await venue.call<{ orders: { market: string }[] }>('GET', '/orders', undefined, anna);
    expect(orders.map((o) => o.market)).toEqual(['ETH-PERP']);
    await page.getByLabel('This market').uncheck();
    await page.getByRole('button', { name: 'Cancel all' }).click();
    await tables(page).getByText('No open orders').waitFor();
  });

  it('buys at market after being asked, and sees the fill', async () => {
    await kind(page, 'Market');
    await fill(page, 'Size', '0.05');
    await send(page).click();
    // The question begins at its answer.
    expect(await page.getByRole('dialog').locator('footer button').last().evaluate((button) => button === document.activeElement)).toBe(true);
    await confirm(page);
    await toast(page, 'Bought 0.05000 BTC at 60,010.0').waitFor();
    await tab(page, 'Positions').click();
    await tables(page).getByText('0.0500 BTC').waitFor();
    await tab(page, 'Fills').click();
    await tables(page).getByText('60,010.0').waitFor();
  });

  it('puts a stop and a target on it, which lie on the chart and stay when all is cancelled', async () => {
    await tab(page, 'Positions').click();
    await tables(page).getByRole('button', { name: /Set take-profit/ }).click();
    await page.getByRole('dialog').getByLabel('TP').fill('63000');
    await page.getByRole('dialog').getByLabel('SL').fill('58000');
    await confirm(page);
    await tables(page).getByText('63,000.0').waitFor();
    await tables(page).getByText('58,000.0').waitFor();
    expect(await page.getByRole('slider', { name: /^Stop/ }).getAttribute('aria-valuetext')).toContain('\u2212');
  });

  it.each([
    ['Iceberg', async () => { await side(page, 'Buy'); await fill(page, 'Price', '59500'); await fill(page, 'Size', '0.02'); await fill(page, 'Show at once', '0.005'); }, 'orders', /0.02000 BTC at 59,500/],
    ['Bracket', async () => { await fill(page, 'Price', '59700'); await fill(page, 'Size', '0.01'); await fill(page, 'Target 1', '62000'); await fill(page, 'Stop loss', '59000'); }, 'orders', /2 exits/],
  ] as const)('places a %s', async (name, type, _, words) => {
    await kind(page, name);
    await type();
    expect(await send(page).textContent()).toMatch(words);
    await send(page).click();
    if (await page.getByRole('dialog').isVisible()) await confirm(page);
    await toast(page, words).waitFor();
    await page.locator('.toast .close').first().click();
  });

  it('cancels everything with one key but keeps what protects', async () => {
    await page.locator('.market-bar').click({ position: { x: 700, y: 10 } });
    await page.keyboard.press('Shift+Escape');
    await tab(page, 'Open orders').click();
    await tables(page).getByText('No open orders').waitFor();
    await tab(page, 'Conditional').click();
    await tables(page).getByText('58,000.0').waitFor();
    await tables(page).getByText('63,000.0').waitFor();
  });

  it('finds the button where it was when the engine has said what it thinks of an order', async () => {
    await kind(page, 'Limit');
    await side(page, 'Buy');
    await fill(page, 'Price', '60005');
    const before = await send(page).boundingBox();
    await fill(page, 'Size', '3');
    await form(page).locator('.refusal').waitFor();
    // Its words may grow it upwards; a press on its lower edge meets it always.
    const after = await send(page).boundingBox();
    expect((after?.y ?? 0) + (after?.height ?? 0)).toBe((before?.y ?? 0) + (before?.height ?? 0));
  });

  it('is told in words why an order is refused', async () => {
    await send(page).click();
    if (await page.getByRole('dialog').isVisible()) await confirm(page);
    await toast(page, /Needs .* USDC, you have/).waitFor();
    await page.locator('.toast .close').last().click();
    await fill(page, 'Size', '');
  });

  it('closes half of the position, then all', async () => {
    await tab(page, 'Positions').click();
    await tables(page).getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: '50\u2009%' }).first().click();
    await confirm(page);
    await tables(page).getByText('0.0250 BTC').waitFor();
    await tables(page).getByRole('button', { name: 'Close', exact: true }).click();
    await confirm(page);
    await tables(page).getByText('No open positions').waitFor();
  });

  it('closes everything at once', async () => {
    await kind(page, 'Market');
    await fill(page, 'Size', '0.01');
    await send(page).click();
    await confirm(page);
    await page.getByRole('button', { name: 'Close all\u2026' }).click();
    await confirm(page);
    await toast(page, '1 order was sent').waitFor();
    await tables(page).getByText('No open positions').waitFor();
  });

  it('is shown a halt, and may cancel but not trade', async () => {
    await venue.call('POST', '/admin/markets/BTC-PERP/state', { state: 'halted', reason: 1 }, operator);
    await page.locator('.market-bar .pill', { hasText: 'Halted' }).waitFor();
    expect(await send(page).isDisabled()).toBe(true);
  });

  it('keeps everything through a restart of the venue, and says that it was away', async () => {
    await venue.stop();
    await page.locator('.banner', { hasText: 'Connection lost' }).waitFor();
    await venue.start();
    await page.locator('.banner', { hasText: 'Back. You were away' }).waitFor();
    await page.locator('.link-state[data-state=live]').waitFor();
    await page.locator('.account-box', { hasText: 'Healthy' }).waitFor();
  });

  it('stays signed in after a reload, by the cookie alone', async () => {
    await page.reload();
    await page.locator('.account-box').waitFor();
    // The venue was started anew, and what was traded before is still told.
    await tab(page, 'Fills').click();
    await tables(page).getByText('60,010.0').first().waitFor();
    expect(await context.cookies()).toEqual([expect.objectContaining({ name: 'peregrine_refresh', httpOnly: true, sameSite: 'Strict' })]);
  });
});

describe.each([
  [1280, 800, ''],
  [390, 844, '?view=chart'],
  [390, 844, '?view=order'],
  [390, 844, '?view=positions'],
])('the trade page at %i by %i%s', (width, height, query) => {
  it('has no accessibility fault in any colours, and fits its width', async () => {
    const context = await browser.newContext({ viewport: { width, height }, bypassCSP: true, reducedMotion: 'reduce' });
    const { page } = await open(context);
    await signIn(page, venue, 'anna@example.com');
    await page.goto(`${venue.url}/trade/ETH-PERP${query}`);
    await page.locator('.market-price b').waitFor();
    await page.locator('.account-box, .chart-canvas canvas, #tables table, #tables .empty').first().waitFor({ state: 'attached' });
    expect(await faultsInLooks(page, looks)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await context.close();
  });
});
