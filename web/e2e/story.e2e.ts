import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, open, signIn, visit, type Watched } from './support/browser';
import { confirm, drag, fill, form, kind, sendAndSee, send, show, side, tab, tables, toast } from './support/desk';
import { Password } from './support/api';
import { Venue } from './support/venue';

const venue = new Venue();
let browser: Browser;
let operator: Page;
let second: Page;
let maker = '';
const watched: Watched[] = [];

async function person(options: BrowserContextOptions): Promise<Page> {
  const opened = await open(await browser.newContext(options));
  // What does not come within this is not coming.
  opened.page.setDefaultTimeout(30_000);
  watched.push(opened);
  return opened.page;
}

beforeAll(async () => {
  browser = await launch();
  await venue.start();
  await venue.operators('ops@example.com', 'second@example.com');
  maker = await venue.person('maker@example.com');
  await venue.call('POST', '/deposits/paper', { amount: '50000', requestId: 'first' }, maker);
  operator = await person({ viewport: { width: 1440, height: 900 } });
  await signIn(operator, venue, 'ops@example.com');
  await visit(operator, '/ops/markets');
  second = await person({ viewport: { width: 1440, height: 900 } });
  await signIn(second, venue, 'second@example.com');
  await visit(second, '/ops/changes');
});
afterAll(async () => {
  await browser.close();
  await venue.end();
});

async function move(market: string, to: string, isGrave = false): Promise<void> {
  const name = `Move ${market} to ${to}`;
  await operator.getByRole('button', { name }).click();
  if (isGrave) await operator.getByLabel(`Type ${market} to go on`).fill(market);
  await operator.getByRole('dialog').getByRole('button', { name }).click();
  // Halting waits for nobody; everything else is proposed by one and approved by another.
  if (to === 'Halted') await operator.getByText(`${market} is ${to}, by command`).first().waitFor();
  else await second.getByRole('button', { name: `Approve marketState ${market}` }).click();
  await operator.getByRole('row', { name: new RegExp(market) }).getByText(to, { exact: true }).first().waitFor();
}

it('an operator halts two markets and begins the way back of one', async () => {
  await move('ADA-PERP', 'Halted', true);
  await move('DOT-PERP', 'Halted', true);
  await move('DOT-PERP', 'Cancel only');
  expect(await operator.getByRole('button', { name: 'Move DOT-PERP to Post-only' }).isDisabled()).toBe(true);
});

interface Trader {
  readonly where: string;
  readonly options: BrowserContextOptions;
  readonly market: 'BTC-PERP' | 'ETH-PERP';
  readonly price: number;
  readonly qty: string;
  /** A market that he finds closed to him. */
  readonly halted: string;
}

const atDesk: Trader = { where: 'at a desk', options: { viewport: { width: 1440, height: 900 } }, market: 'BTC-PERP', price: 60_000, qty: '0.1', halted: 'DOT-PERP' };
const onPhone: Trader = { where: 'on a phone', options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, market: 'ETH-PERP', price: 3_000, qty: '2', halted: 'ADA-PERP' };

/** The market's next step, when the rules let him: the button says how long and is on when it is time. Traders are at work meanwhile. */
async function goOn(to: string): Promise<void> {
  await visit(operator, '/ops/markets');
  operator.setDefaultTimeout(90_000);
  await move('DOT-PERP', to);
}

describe('a trader at a desk', () => tradersDay(atDesk));

it('after a minute of cancel-only the operator lets the halted market take resting orders', () => goOn('Post-only'));

describe('a trader on a phone', () => tradersDay(onPhone));

it('after half a minute of that he brings it through its auction back to life', async () => {
  await goOn('Auction');
  await goOn('Open');
  await operator.getByRole('row', { name: /DOT-PERP/ }).getByText('Open', { exact: true }).first().waitFor();
  expect(watched.flatMap((w) => w.complaints)).toEqual([]);
});

function tradersDay({ where, options, market, price, qty, halted }: Trader): void {
  const email = `${where.replaceAll(' ', '-')}@example.com`;
  /** A price so many thousandths away. */
  const at = (thousandths: number): string => String((price * (1000 + thousandths)) / 1000);
  let page: Page;
  let token = '';

  const offer = (orderSide: 'buy' | 'sell', level: string, size: string): Promise<unknown> => venue.call('POST', '/orders', { type: 'limit', market, side: orderSide, price: level, qty: size }, maker);
  const stopOf = async (): Promise<string | undefined> => {
    const { orders } = await venue.call<{ orders: { trigger?: string; position?: boolean; triggerPrice?: string }[] }>('GET', '/orders', undefined, token);
    return orders.find((o) => o.trigger === 'stop' && o.position === true)?.triggerPrice;
  };

  beforeAll(async () => {
    await offer('sell', at(0), qty);
    await offer('sell', at(5), qty);
    await offer('buy', at(-1), qty);
    page = await person(options);
  });

  it('signs up and takes paper money', async () => {
    await page.goto(`${venue.url}/sign-up`);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(Password);
    await page.getByRole('button', { name: 'Open the account' }).click();
    await page.waitForURL(/\/trade/);
    await visit(page, '/portfolio/transfers');
    const deposit = page.getByRole('region', { name: 'Paper deposit' });
    await deposit.getByLabel('Amount').fill('1,000');
    await deposit.getByRole('button', { name: 'Deposit' }).click();
    await toast(page, '1,000.00 paper USDC deposited').waitFor();
    token = await venue.token(email);
    expect((await venue.call<{ equity: string }>('GET', '/account', undefined, token)).equity).toBe('6000');
  });

  it('chooses a margin of its own and leverage', async () => {
    await visit(page, `/trade/${market}`);
    await show(page, 'Trade');
    await form(page).getByRole('button', { name: 'Margin mode' }).click();
    await page.getByRole('menuitemradio', { name: 'Isolated' }).click();
    await toast(page, 'margin is isolated').waitFor();
    await form(page).getByRole('button', { name: /leverage/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '20×' }).click();
    await confirm(page);
    await toast(page, 'leverage is 20×').waitFor();
  });

  const orders: readonly (readonly [name: string, type: () => Promise<void>, words: RegExp])[] = [
    ['Limit', () => fill(page, 'Price', at(-20)), /^Buy .* at /],
    ['Stop', () => fill(page, 'Trigger price', at(25)), /rises to/],
    ['Take-profit', () => fill(page, 'Trigger price', at(-25)), /falls to/],
    ['Trailing stop', () => fill(page, 'Trail by', '2'), /trailing by 2/],
    ['Bracket', async () => { await fill(page, 'Price', at(-22)); await fill(page, 'Target 1', at(30)); await fill(page, 'Stop loss', at(-35)); }, /2 exits/],
    ['Iceberg', async () => { await fill(page, 'Price', at(-24)); await fill(page, 'Show at once', '0.005'); }, /^Buy .* at /],
    ['Scale', async () => { await fill(page, 'From', at(-30)); await fill(page, 'To', at(-28)); }, /in 5 orders/],
    ['TWAP', () => Promise.resolve(), /over 30 min/],
  ];

  it.each(orders)('places a %s', async (name, type, words) => {
    await kind(page, name);
    await side(page, 'Buy');
    await type();
    await fill(page, 'Size', name === 'TWAP' ? qty : '0.02');
    await sendAndSee(page, words);
  });

  it('cancels all of it again', async () => {
    await show(page, 'Positions');
    for (const [name, none] of [['Open orders', 'No open orders'], ['Conditional', 'No conditional orders'], ['TWAP', 'No TWAPs']] as const) {
      await tab(page, name).click();
      await page.getByRole('button', { name: 'Cancel all' }).click();
      await tables(page).getByText(none).waitFor();
    }
    await tab(page, 'Positions').click();
  });

  it('buys at market and watches the fill', async () => {
    await show(page, 'Trade');
    await kind(page, 'Market');
    await fill(page, 'Size', qty);
    await sendAndSee(page, /^Bought /);
    await show(page, 'Positions');
    await tables(page).locator('.position-name', { hasText: market }).waitFor();
  });

  it('protects the position, and moves its stop by dragging the line: the engine has the new level', async () => {
    await tables(page).getByRole('button', { name: /Set take-profit/ }).click();
    await page.getByRole('dialog').getByLabel('TP').fill(at(4));
    await page.getByRole('dialog').getByLabel('SL').fill(at(-4));
    await confirm(page);
    await expect.poll(stopOf, { timeout: 30_000 }).toBe(at(-4));
    await show(page, 'Chart');
    const line = page.getByRole('slider', { name: /^Stop/ });
    await line.waitFor();
    await drag(page, line, 24);
    await toast(page, /^Moved Stop/).waitFor();
    // Who asks without saying what he has heard may be told of a moment before.
    await expect.poll(async () => Number(await stopOf()), { timeout: 30_000 }).toBeLessThan(Number(at(-4)));
    const level = await stopOf();
    await show(page, 'Positions');
    await tables(page).locator('.exits').getByText(Number(level).toLocaleString('en-US', { minimumFractionDigits: market === 'BTC-PERP' ? 1 : 2 })).waitFor();
  });

  it('takes the stop away, is caught by a crash, and is told so', async () => {
    await show(page, 'Chart');
    await page.getByRole('button', { name: /^Cancel Stop/ }).click();
    await toast(page, /^Cancelled Stop/).waitFor();
    await offer('buy', at(-48), '5');
    await visit(operator, '/ops/prices');
    await operator.getByLabel('Market', { exact: true }).selectOption(market);
    for (const level of [at(-20), at(-40), at(-47)]) {
      await operator.getByLabel('Index').fill(level);
      await operator.getByRole('button', { name: 'Set the prices' }).click();
      await expect.poll(async () => (await venue.call<{ mark: string }>('GET', `/mark/${market}`)).mark, { timeout: 30_000 }).toBe(level);
    }
    await page.locator('.toast[data-tone=bad]', { hasText: /liquidated|being sold|near liquidation|liquidation has ended/ }).last().waitFor();
    await page.getByRole('link', { name: /Notifications, \d/ }).waitFor();
  });

  it('reads why, and the browser works it out again', async () => {
    await page.getByRole('link', { name: /Notifications, \d/ }).click();
    const step = page.getByRole('listitem').filter({ hasText: 'A part of your position was sold' }).first();
    await step.getByText('new').waitFor();
    await step.getByRole('link', { name: 'Explain' }).click();
    // The venue plays its journal again for each step that the story tells.
    await page.getByRole('heading', { name: `Why you were liquidated in ${market}` }).waitFor({ timeout: 60_000 });
    expect(await page.locator('.steps > li').count()).toBe(8);
    await page.getByRole('button', { name: 'Recompute in this browser' }).click();
    const said = await page.getByRole('status').filter({ hasText: 'This browser:' }).innerText();
    const [, same, all] = /(\d+) of (\d+)/.exec(said) ?? [];
    expect(Number(all)).toBeGreaterThanOrEqual(6);
    expect(same).toBe(all);
  });

  it('finds the market halted, and trades again when it is back', async () => {
    await visit(operator, '/ops/markets');
    await move('LINK-PERP', 'Reduce only');
    await visit(page, '/trade/LINK-PERP');
    await page.locator('.market-bar .pill', { hasText: 'Reduce-only' }).waitFor();
    await move('LINK-PERP', 'Open');
    await page.locator('.market-bar .pill').waitFor({ state: 'detached' });
    await visit(page, `/trade/${halted}`);
    await page.locator('.market-bar .pill').waitFor();
    await show(page, 'Trade');
    expect(await send(page).isDisabled()).toBe(true);
  });
}
