import { type Browser, type BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { open, signIn, visit, type Watched } from './support/browser';
import { launch } from './support/browser';
import { house } from './support/house';

const venue = house();
let browser: Browser;
let operator = '';
let second = '';
let anna = '';

beforeAll(async () => {
  browser = await launch();
  [operator, second] = [await venue.token('ops@example.com'), await venue.token('second@example.com')];
  anna = await venue.person('anna.pages@example.com');
  await trade();
});
afterAll(() => browser.close());

let context: BrowserContext | null = null;
let watched: Watched | null = null;

async function fresh(): Promise<Watched['page']> {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  watched = await open(context);
  return watched.page;
}
async function as(email: string): Promise<Watched['page']> {
  const page = await fresh();
  await signIn(page, venue, email);
  return page;
}
afterEach(async () => {
  const complaints = watched?.complaints ?? [];
  await context?.close();
  [context, watched] = [null, null];
  expect(complaints).toEqual([]);
});

const listing = {
  market: 'NEW-PERP', tick: '0.01', lot: '0.1', priceMax: '1000', positionMax: '100000', qtyMin: '0.1', qtyMax: '10000', marketQtyMax: '1000', notionalMin: '5', oiCap: '100000',
  bandUp: '0.2', bandDown: '0.2', execRange: '0.1', slipMax: '0.05', profitWeight: '0.5', leverageMax: 10, openOrdersMax: 100, triggerOrdersMax: 50, reduceOnlyMax: 50,
  tiers: [{ from: '0', initialMargin: '0.1', maintenanceMargin: '0.05' }, { from: '50000', initialMargin: '0.2', maintenanceMargin: '0.1' }],
};

/** Gives Anna a long of half a bitcoin and an isolated short of three ether, against Ben. */
async function trade(): Promise<void> {
  const ben = await venue.person('ben.pages@example.com');
  for (const token of [anna, ben]) await venue.call('POST', '/deposits/paper', { amount: '20000', requestId: 'first' }, token);
  await venue.call('POST', '/positions/ETH-PERP/margin-mode', { mode: 'isolated' }, anna);
  for (const [market, side, other, qty, price] of [['BTC-PERP', 'buy', 'sell', '0.5', '60000'], ['ETH-PERP', 'sell', 'buy', '3', '3000']] as const) {
    await venue.call('POST', '/orders', { type: 'limit', market, side: other, price, qty }, ben);
    await venue.call('POST', '/orders', { type: 'limit', market, side, price, qty }, anna);
  }
}

describe('an account', () => {
  it('is opened with paper money, and signed in at once', async () => {
    const page = await fresh();
    await page.goto(`${venue.url}/sign-up`);
    await page.getByLabel('E-mail').fill('carol.pages@example.com');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Open the account' }).click();
    await page.getByText('5 more characters').waitFor();
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.getByRole('button', { name: 'Open the account' }).click();
    await page.waitForURL(/\/trade/);
    await visit(page, '/portfolio');
    await page.getByText('5,000.00').first().waitFor();
  });

  it('that was ended elsewhere says so', async () => {
    const page = await as('carol.pages@example.com');
    await visit(page, '/account/sessions');
    await page.getByText('this one').waitFor();
    const token = await venue.token('carol.pages@example.com');
    await venue.call('DELETE', '/auth/sessions', undefined, token);
    await visit(page, '/account/keys');
    await page.getByText('Sign in to see this').waitFor();
  });

  it('takes wrong passwords with a sentence', async () => {
    const page = await fresh();
    await page.goto(`${venue.url}/sign-in`);
    await page.getByLabel('E-mail').fill('anna.pages@example.com');
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').getByText('E-mail and password do not fit together.').waitFor();
  });

  it('makes a key, shows its secret once, and takes it back', async () => {
    const page = await as('anna.pages@example.com');
    await visit(page, '/account/keys');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('reader');
    await dialog.getByRole('button', { name: 'Make a key' }).click();
    const secret = await page.getByRole('dialog').locator('code').nth(1).innerText();
    expect(secret.length).toBeGreaterThan(20);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    const row = page.getByRole('row', { name: /reader/ });
    await row.getByText('active').waitFor();
    expect(await page.content()).not.toContain(secret);
    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Revoke the key' }).click();
    await row.getByText('revoked').waitFor();
  });

  it('sets limits that the engine then keeps', async () => {
    const page = await as('carol.pages@example.com');
    await visit(page, '/account/limits');
    await page.getByLabel('One order, at most').fill('1,000');
    await page.getByRole('button', { name: 'Set the limits' }).click();
    await page.getByText('Limits set.').waitFor();
    const carol = await venue.token('carol.pages@example.com');
    const order = venue.call('POST', '/orders', { type: 'limit', market: 'BTC-PERP', side: 'buy', price: '59000', qty: '0.1' }, carol);
    await expect(order).rejects.toThrow('KEY_LIMIT');
  });
});

describe('money', () => {
  it('is deposited once, moved to a sub-account, and shown there', async () => {
    const page = await as('carol.pages@example.com');
    await visit(page, '/portfolio/transfers');
    const deposit = page.getByRole('region', { name: 'Paper deposit' });
    await deposit.getByLabel('Amount').fill('1,234.50');
    await deposit.getByRole('button', { name: 'Deposit' }).dblclick();
    await page.getByText('1,234.50 paper USDC deposited').waitFor();
    await page.getByText('6,234.50').first().waitFor();
    await visit(page, '/portfolio/accounts');
    await page.getByLabel('Name').fill('hedge');
    await page.getByRole('button', { name: 'Make a sub-account' }).click();
    await page.getByRole('row', { name: /hedge/ }).waitFor();
    await visit(page, '/portfolio/transfers');
    const between = page.getByRole('region', { name: 'Between your accounts' });
    await between.getByLabel('Amount').fill('234.5');
    await between.getByRole('button', { name: 'Transfer' }).click();
    await page.getByText('234.5 USDC moved to hedge').waitFor();
    await visit(page, '/portfolio/accounts');
    await page.getByRole('row', { name: /hedge/ }).getByRole('button', { name: 'Act for this one' }).click();
    await visit(page, '/portfolio');
    await page.getByRole('region', { name: 'Portfolio' }).getByText('234.50').first().waitFor();
  });

  it('that is not there is refused in words, and nothing moves', async () => {
    const page = await as('carol.pages@example.com');
    await visit(page, '/portfolio/transfers');
    const between = page.getByRole('region', { name: 'Between your accounts' });
    await between.getByLabel('Amount').fill('999999');
    await between.getByRole('button', { name: 'Transfer' }).click();
    await page.getByRole('alert').getByText(/can leave the account now|balance is too small/).waitFor();
  });
});

describe('the portfolio', () => {
  it('shows the liquidation prices that the engine computes', async () => {
    const page = await as('anna.pages@example.com');
    await visit(page, '/portfolio');
    const told = await venue.call<{ positions: { market: string; liquidationPrice: string }[] }>('GET', '/positions', undefined, anna);
    expect(told.positions.length).toBe(2);
    for (const { market, liquidationPrice } of told.positions) {
      const shown = await page.getByRole('region', { name: 'Positions' }).getByRole('row', { name: market }).getByRole('cell').last().innerText();
      const up = market.startsWith('BTC');
      const digits = up ? 1 : 2;
      const rounded = (up ? Math.ceil : Math.floor)(Number(liquidationPrice) * 10 ** digits) / 10 ** digits;
      expect(shown.split(/\s/)[0]?.replaceAll(',', '')).toBe(rounded.toFixed(digits));
    }
  });

  it('what-if follows the keyboard and names who is liquidated first', async () => {
    const page = await as('anna.pages@example.com');
    await visit(page, '/portfolio');
    const whatIf = page.getByRole('region', { name: 'What if…' });
    await whatIf.getByText(/Going up, ETH-PERP is liquidated first: at BTC \+/).waitFor();
    await whatIf.getByRole('slider').focus();
    for (let i = 0; i < 30; i++) await page.keyboard.press('ArrowRight');
    await whatIf.getByText(/^\+15\.0/).first().waitFor();
    await whatIf.getByText(/Liquidated at 3,/).waitFor();
    await whatIf.getByRole('button', { name: 'Back to now' }).click();
    expect(await whatIf.getByText('Stays open').count()).toBe(2);
  });
});

describe('markets', () => {
  it('are searched, made favourites, and explained', async () => {
    const page = await fresh();
    await page.goto(`${venue.url}/markets`);
    await page.getByRole('row', { name: /BTC-PERP/ }).waitFor();
    await page.getByLabel('Search markets').fill('sol');
    expect(await page.getByRole('row').count()).toBe(2);
    await page.getByRole('button', { name: 'SOL-PERP is a favourite' }).click();
    await page.getByLabel('Search markets').fill('');
    await page.getByRole('button', { name: 'Favourites' }).click();
    expect(await page.getByRole('row').count()).toBe(2);
    await page.getByRole('link', { name: 'Rules of SOL-PERP' }).click();
    await page.getByRole('heading', { name: 'SOL-PERP' }).waitFor();
    await page.getByText('Margin by size').waitFor();
    await visit(page, '/markets/NO-SUCH');
    await page.getByText('There is no such market: NO-SUCH').waitFor();
  });
});

describe('an operator', () => {
  it('halts a market by its name and finds the way back step by step', async () => {
    const page = await as('ops@example.com');
    await visit(page, '/ops/markets');
    await page.getByRole('button', { name: 'Move LINK-PERP to Halted' }).click();
    const act = page.getByRole('dialog').getByRole('button', { name: 'Move LINK-PERP to Halted' });
    await page.getByLabel('Type LINK-PERP to go on').fill('DOT-PERP');
    await act.click();
    await page.getByText('That is another name').waitFor();
    await page.getByLabel('Type LINK-PERP to go on').fill('LINK-PERP');
    await act.click();
    await page.getByText(/LINK-PERP is Halted, by command/).waitFor();
    await page.getByRole('button', { name: 'Move LINK-PERP to Cancel only' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Move LINK-PERP to Cancel only' }).click();
    await page.getByText('Proposed: LINK-PERP → Cancel only.').waitFor();
    await visit(page, '/ops/changes');
    const proposed = page.getByRole('row', { name: /marketState LINK-PERP → cancelOnly/ });
    await proposed.getByText('you', { exact: true }).waitFor();
    expect(await proposed.getByRole('button', { name: /Approve/ }).isDisabled()).toBe(true);
    const { changes } = await venue.call<{ changes: { changeId: string }[] }>('GET', '/admin/changes', undefined, second);
    await venue.call('POST', `/admin/changes/${changes[0]!.changeId}/approve`, undefined, second);
    await proposed.waitFor({ state: 'detached' });
    await visit(page, '/ops/markets');
    await page.getByRole('row', { name: /LINK-PERP/ }).getByText(/in 00:\d\d/).waitFor();
    expect(await page.getByRole('button', { name: 'Move LINK-PERP to Post-only' }).isDisabled()).toBe(true);
    await visit(page, '/status');
    await page.getByRole('row', { name: /LINK-PERP/ }).getByText('Cancel only').waitFor();
  });

  it('changes terms and lists a market, and pages that are open show it', async () => {
    const page = await fresh();
    await page.goto(`${venue.url}/markets/ADA-PERP`);
    await page.getByText('Margin by size').waitFor();
    expect(await page.getByText('7×', { exact: true }).count()).toBe(0);
    const { changeId } = await venue.call<{ changeId: string }>('POST', '/admin/changes', { change: 'parameter', parameter: 'leverageMax', market: 'ADA-PERP', value: '7' }, operator);
    await venue.call('POST', `/admin/changes/${changeId}/approve`, undefined, second);
    // What is asked for without a time holds ten seconds later.
    await page.getByText('7×', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Markets', exact: true }).first().click();
    await page.getByRole('row', { name: /ADA-PERP/ }).waitFor();
    await venue.call('POST', '/admin/markets', listing, operator);
    await page.getByRole('row', { name: /NEW-PERP/ }).waitFor();
  });

  it('sets a price, and everybody sees it', async () => {
    const page = await as('ops@example.com');
    await visit(page, '/ops/prices');
    await page.getByLabel('Market', { exact: true }).selectOption('SOL-PERP');
    await page.getByLabel('Index').fill('151.5');
    await page.getByRole('button', { name: 'Set the prices' }).click();
    await page.getByText(/Prices of SOL-PERP set/).waitFor();
    await visit(page, '/markets/SOL-PERP');
    await page.getByText('151.50').first().waitFor();
    expect((await venue.call<{ mark: string }>('GET', '/mark/SOL-PERP', undefined, operator)).mark).toBe('151.5');
  });

  it('is nobody else', async () => {
    const page = await as('anna.pages@example.com');
    await visit(page, '/ops/markets');
    await page.getByText('This console is for operators').waitFor();
    expect(await page.getByRole('button', { name: /Move/ }).count()).toBe(0);
  });
});
