import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsInLooks, launch, looks, open, signIn, visit } from './support/browser';
import { house } from './support/house';

const venue = house();
let browser: Browser;

const paths = [
  '/markets', '/markets/BTC-PERP', '/portfolio', '/portfolio/transfers', '/portfolio/accounts', '/portfolio/fees', '/history/fills', '/history/ledger', '/explain', '/explain/proof', '/liquidity', '/account', '/account/sessions', '/account/keys', '/account/limits',
  '/account/security', '/account/preferences', '/account/licences', '/notifications', '/status', '/ops', '/ops/markets', '/ops/prices', '/ops/insurance', '/ops/liquidations', '/ops/profit', '/ops/withdrawals', '/ops/events', '/more', '/sign-in', '/sign-in/google', '/confirm-email', '/forgot-password', '/reset-password', '/mailbox',
  '/sandbox/google?client_id=c&redirect_uri=r&state=s&nonce=n&code_challenge=h&code_challenge_method=S256',
];
/** Where every kind of thing stands that has a colour: there all looks are tried; each other page has one of them, in turn. */
const colourful = new Set(['/portfolio', '/markets/BTC-PERP']);
/** What only those see who are not signed in. */
const doors = ['/sign-in', '/sign-up'];
const sizes = [[1280, 800], [390, 844]] as const;

beforeAll(async () => {
  browser = await launch();
  const [operator, ben] = [await venue.token('ops@example.com'), await venue.person('ben.looks@example.com')];
  await venue.call('POST', '/keys', { label: 'reader', scopes: ['read'] }, operator);
  for (const [token, side] of [[ben, 'sell'], [operator, 'buy']] as const) await venue.call('POST', '/orders', { type: 'limit', market: 'BTC-PERP', side, price: '60000', qty: '0.1' }, token);
});
afterAll(() => browser.close());

describe.each(sizes)('at %i by %i', (width, height) => {
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    // The checker is a script that is put into the page, which the page's own policy rightly forbids.
    context = await browser.newContext({ viewport: { width, height }, bypassCSP: true, reducedMotion: 'reduce' });
    ({ page } = await open(context));
    for (const path of doors) {
      await page.goto(venue.url + path);
      await page.getByLabel('E-mail').waitFor();
      expect(await faultsInLooks(page, looks), path).toEqual([]);
    }
    await signIn(page, venue, 'ops@example.com');
  });
  afterAll(() => context.close());

  it.each(paths.map((path, i) => [path, i] as const))('%s has no fault and fits its width', async (path, i) => {
    await visit(page, path);
    await page.locator('main h1, main h2').first().waitFor({ state: 'attached' });
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth + Math.max(0, (document.querySelector('main')?.scrollWidth ?? 0) - (document.querySelector('main')?.clientWidth ?? 0)));
    expect(over).toBe(0);
    expect(await faultsInLooks(page, colourful.has(path) ? looks : [looks[i % looks.length] ?? looks[0]])).toEqual([]);
  });
});
