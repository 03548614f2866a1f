import type { Locator, Page } from 'playwright-core';

/** The trade page as a hand finds its way about it, on a desk and on a phone. */
export const form = (page: Page): Locator => page.locator('#order-form');
export const tables = (page: Page): Locator => page.locator('#tables');
export const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name: new RegExp(`^${name}`) });
export const toast = (page: Page, words: string | RegExp): Locator => page.locator('.toast', { hasText: words }).first();
export const send = (page: Page): Locator => form(page).locator('.order-foot button[type=submit]');
export const fill = (page: Page, label: string, value: string): Promise<void> => form(page).getByLabel(label, { exact: true }).fill(value);
export const side = (page: Page, name: 'Buy' | 'Sell'): Promise<void> => form(page).getByRole('radio', { name: new RegExp(`^${name}`) }).click();

const isPhone = (page: Page): boolean => (page.viewportSize()?.width ?? 0) < 768;

/** On a phone one section is shown at a time. */
export async function show(page: Page, section: 'Chart' | 'Trade' | 'Positions'): Promise<void> {
  if (isPhone(page)) await page.locator('.phone-tabs').getByRole('link', { name: section }).click();
}

export async function kind(page: Page, name: string): Promise<void> {
  const front = form(page).getByRole('radio', { name, exact: true });
  if ((await front.count()) > 0) {
    await front.first().click();
    return;
  }
  await form(page).locator('.kinds button[aria-haspopup=menu]').click();
  await page.getByRole('menuitemradio', { name, exact: true }).click();
}

export async function confirm(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.locator('footer button').last().click();
  await dialog.waitFor({ state: 'detached' });
}

/** Sends what the form holds, says yes when it asks, waits for the message that it was done, and puts the message away. */
export async function sendAndSee(page: Page, words: string | RegExp): Promise<void> {
  await send(page).click();
  if (await page.getByRole('dialog').isVisible()) await confirm(page);
  await toast(page, words).waitFor();
  await toast(page, words).locator('.close').click();
}

/** Takes a line of the chart by its label and moves it, by a finger where the page has been touched and by the mouse elsewhere. */
export async function drag(page: Page, line: Locator, byPixels: number): Promise<void> {
  const box = await line.boundingBox();
  if (box === null) throw new Error('The line has no label to take.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const steps = [0.25, 0.5, 0.75, 1].map((part) => y + byPixels * part);
  if (!isPhone(page)) {
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (const to of steps) await page.mouse.move(x, to);
    await page.mouse.up();
    return;
  }
  const finger = await page.context().newCDPSession(page);
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
  for (const to of steps) await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x, y: to }] });
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await finger.detach();
}
