import { createHmac } from 'node:crypto';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { launch, open, signIn, visit, type Watched } from './support/browser';
import { toast } from './support/desk';
import { Password } from './support/api';
import { house } from './support/house';
import { Venue } from './support/venue';
import { TestWallet } from './support/wallet';

const venue = house();
const Address = '4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T';
let browser: Browser;
let watched: Watched[] = [];

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
afterEach(async () => {
  const complaints = watched.flatMap((w) => w.complaints);
  for (const { page } of watched) await page.context().close();
  watched = [];
  expect(complaints).toEqual([]);
});

async function fresh(): Promise<Page> {
  const opened = await open(await browser.newContext({ viewport: { width: 1440, height: 900 } }));
  opened.page.setDefaultTimeout(30_000);
  watched.push(opened);
  return opened.page;
}

async function addAddress(page: Page, label: string): Promise<void> {
  const book = page.getByRole('region', { name: 'Withdrawal addresses' });
  await book.getByLabel('Name').fill(label);
  await book.getByLabel('Solana address').fill(Address);
  await book.getByRole('button', { name: 'Add the address' }).click();
}

/** Confirms somebody's address with the ticket of the letter that the venue wrote. */
async function confirmed(email: string): Promise<void> {
  const { letters } = await venue.call<{ letters: { text: string }[] }>('GET', `/sandbox/mailbox?address=${encodeURIComponent(email)}`);
  const ticket = letters.map((l) => /confirm-email#ticket=(\S+)/.exec(l.text)?.[1]).find((t) => t !== undefined);
  await venue.call('POST', '/auth/email/confirm', { ticket });
}

/** Six digits for a moment, as an authenticator app makes them of the secret (RFC 6238). */
function codeOf(secret: string, atMs = Date.now()): string {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)));
  const hash = createHmac('sha1', key).update(step).digest();
  return String((hash.readUInt32BE(hash[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Sets the second factor up, with a wrong code first, and returns the dialog with the recovery codes. */
async function setUpFactor(page: Page, password = Password): Promise<Locator> {
  await visit(page, '/account/security');
  await page.getByRole('button', { name: 'Set it up' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password').fill(password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.getByRole('img', { name: 'QR code of the secret' }).waitFor();
  const secret = (await dialog.locator('.secret code').textContent()) ?? '';
  // Far from the present step: no code of a neighbouring one is good by chance.
  await dialog.getByLabel('Code', { exact: true }).fill(codeOf(secret, 0));
  await dialog.getByRole('button', { name: 'Switch it on' }).click();
  await dialog.getByText('That code is not good').waitFor();
  await dialog.getByLabel('Code', { exact: true }).fill(codeOf(secret));
  await dialog.getByRole('button', { name: 'Switch it on' }).click();
  await dialog.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  return dialog;
}

it('money leaves to an address of the book, once the e-mail address is confirmed by its letter and a second factor stands before it', async () => {
  const page = await fresh();
  await page.goto(`${venue.url}/sign-up`);
  await page.getByLabel('E-mail').fill('wilma@example.com');
  await page.getByLabel('Password', { exact: true }).fill(Password);
  await page.getByRole('button', { name: 'Open the account' }).click();
  await page.waitForURL(/\/trade/);
  await visit(page, '/portfolio/transfers');
  const withdraw = page.getByRole('region', { name: 'Withdraw', exact: true });
  expect(await withdraw.getByRole('button', { name: 'Withdraw' }).isDisabled()).toBe(true);

  await addAddress(page, 'Cold store');
  await page.getByText('Confirm your e-mail address first').waitFor();
  await page.getByRole('button', { name: 'Send the letter again' }).click();
  await toast(page, 'A letter is on its way').waitFor();
  await page.getByRole('link', { name: 'Read the letters' }).click();
  await page.getByRole('link', { name: /confirm-email#ticket=/ }).first().click();
  await page.waitForURL(/\/confirm-email$/);
  await page.getByRole('button', { name: 'Confirm the address' }).click();
  await page.getByText('Your address is confirmed.').waitFor();

  await visit(page, '/portfolio/transfers');
  await addAddress(page, 'Cold store');
  await page.getByText('Nothing leaves by a password alone.').first().waitFor();
  const token = await venue.token('wilma@example.com');
  const dialog = await setUpFactor(page);
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await visit(page, '/portfolio/transfers');
  await addAddress(page, 'Cold store');
  await toast(page, '“Cold store” added').waitFor();
  await page.getByText('usable now').waitFor();
  await withdraw.getByLabel('Amount').fill('25');
  await withdraw.getByRole('button', { name: 'Withdraw' }).click();
  await toast(page, '25 USDC debited and queued').waitFor();
  await page.getByRole('table', { name: 'Withdrawals under way' }).getByText('Debited').waitFor();
  const { withdrawals } = await venue.call<{ withdrawals: { amount: string }[] }>('GET', '/withdrawals', undefined, token);
  expect(withdrawals.map((w) => w.amount)).toEqual(['25']);

  await page.getByRole('button', { name: 'Remove Cold store' }).click();
  await page.getByRole('button', { name: 'Remove the address' }).click();
  await page.getByText('No addresses yet.').waitFor();
});

it('a second factor is set up, asked for at sign-in, and again where money goes out', async () => {
  const email = 'tess@example.com';
  await venue.person(email);
  await confirmed(email);
  const [page, elsewhere] = [await fresh(), await fresh()];
  await signIn(page, venue, email);
  await signIn(elsewhere, venue, email);

  const dialog = await setUpFactor(page);
  const codes = await dialog.locator('.recovery code').allTextContents();
  expect(new Set(codes).size).toBe(10);
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('10 recovery codes are left.').waitFor();

  // A session from before has never shown it.
  await visit(elsewhere, '/portfolio/transfers');
  await addAddress(elsewhere, 'Ledger');
  const again = elsewhere.getByRole('dialog', { name: 'Show your second factor again' });
  await again.getByLabel('Code', { exact: true }).fill(codes[0]!);
  await again.getByRole('button', { name: 'Go on' }).click();
  await toast(elsewhere, '“Ledger” added').waitFor();

  await visit(page, '/account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto(`${venue.url}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(Password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { name: 'Your second factor' }).waitFor();
  await page.getByLabel('Code', { exact: true }).fill(codes[1]!);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForURL(/\/trade/);
});

it('a step-up that is put away does nothing, and says so', async () => {
  const email = 'una@example.com';
  const token = await venue.person(email);
  await confirmed(email);
  const page = await fresh();
  await signIn(page, venue, email);
  const { secret } = await venue.call<{ secret: string }>('POST', '/auth/second-factor', { password: Password }, token);
  await venue.call('POST', '/auth/second-factor/confirm', { code: codeOf(secret) }, token);
  await visit(page, '/portfolio/transfers');
  await addAddress(page, 'Never');
  await page.getByRole('dialog').getByRole('button', { name: 'Go back' }).click();
  await page.getByText('This wants your second factor. Nothing was done.').waitFor();
  expect(await venue.call('GET', '/withdrawal-addresses', undefined, token)).toEqual({ addresses: [] });
});

it('a lost password is replaced by letter', async () => {
  const email = 'leo@example.com';
  await venue.person(email);
  const page = await fresh();
  await page.goto(`${venue.url}/sign-in`);
  await page.getByRole('link', { name: 'Lost your password?' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Send the letter' }).click();
  await page.getByRole('link', { name: 'Read the letters' }).click();
  await page.getByRole('link', { name: /reset-password#ticket=/ }).click();
  await page.getByLabel('New password').fill('quite another sentence');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByText('Your password is changed.').waitFor();
  expect(await venue.call('POST', '/auth/sign-in', { email, password: 'quite another sentence' })).toHaveProperty('accessToken');
});

it('Google lets somebody in, GitHub is linked and lets the same person in, and the page keeps nothing of what they said', async () => {
  const page = await fresh();
  await page.goto(`${venue.url}/sign-in`);
  await page.getByRole('button', { name: 'Go on with Google' }).click();
  await page.waitForURL(/\/trade/);
  await page.locator('.account-box', { hasText: '5,000.00' }).waitFor();
  await visit(page, '/account/security');
  const ways = page.getByRole('region', { name: 'Other ways in' });
  await ways.getByRole('row', { name: /Google/ }).waitFor();
  // A session alone links nothing: whoever has it signs in at Google once more.
  await ways.getByRole('button', { name: 'Link GitHub' }).click();
  await page.getByRole('dialog', { name: 'Sign in once more' }).getByRole('button', { name: 'Go on with Google' }).click();
  await toast(page, 'You are recognised').waitFor();
  await ways.getByRole('button', { name: 'Link GitHub' }).click();
  await ways.getByRole('row', { name: /GitHub/ }).waitFor();
  // This Google does not say when its user signed in, so an app waits, and one press stops it.
  const codes = await setUpFactor(page, '');
  await codes.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('An authenticator app was set up and is turned on at').waitFor();
  await page.getByRole('button', { name: 'Stop it' }).click();
  await page.getByRole('button', { name: 'Set it up' }).waitFor();
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + location.href)).not.toMatch(/code=|state=|eyJ/);

  const elsewhere = await fresh();
  await elsewhere.goto(`${venue.url}/sign-in`);
  await elsewhere.getByRole('button', { name: 'Go on with GitHub' }).click();
  await elsewhere.waitForURL(/\/trade/);
  await visit(elsewhere, '/account');
  await elsewhere.getByText('ada@example.org').first().waitFor();
});

async function signInByWallet(page: Page): Promise<void> {
  await page.goto(`${venue.url}/sign-in`);
  await page.getByRole('button', { name: 'Go on with Test wallet' }).click();
}

it('a Solana wallet signs somebody in, and the last way in stays', async () => {
  const page = await fresh();
  const wallet = new TestWallet();
  await wallet.install(page);
  await signInByWallet(page);
  await page.waitForURL(/\/trade/);
  await visit(page, '/account/security');
  await page.getByRole('region', { name: 'Other ways in' }).getByText('Solana wallet', { exact: true }).waitFor();
  await page.getByText('Your wallet signs instead').waitFor();
  await page.getByRole('button', { name: 'Unlink' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Unlink' }).click();
  await page.getByRole('button', { name: 'Sign with Test wallet' }).click();
  await page.getByText('This is your last way in').waitFor();
  expect(wallet.texts.at(-1)).toContain('Confirm that it is you who changes your account');
});

it.each([['desk', 1440, 900], ['phone', 390, 844]] as const)('whoever has nothing but a wallet withdraws by its signature, on a %s', async (_, width, height) => {
  const page = await fresh();
  await page.setViewportSize({ width, height });
  const wallet = new TestWallet();
  await wallet.install(page);
  await signInByWallet(page);
  await page.waitForURL(/\/trade/);
  await visit(page, '/portfolio/transfers');
  await addAddress(page, 'Cold store');
  const dialog = page.getByRole('dialog', { name: 'Sign with your wallet' });
  await dialog.getByRole('button', { name: 'Go back' }).click();
  await page.getByText('This wants your wallet’s signature. Nothing was done.').waitFor();
  await addAddress(page, 'Cold store');
  await dialog.getByRole('button', { name: 'Sign with Test wallet' }).click();
  await toast(page, '“Cold store” added').waitFor();
  await page.getByText('usable now').waitFor();

  const withdraw = page.getByRole('region', { name: 'Withdraw', exact: true });
  await withdraw.getByLabel('Amount').fill('25');
  await withdraw.getByRole('button', { name: 'Withdraw' }).click();
  await dialog.getByText('good for this withdrawal alone').waitFor();
  // A wallet that signs another text than it was asked for moves nothing.
  wallet.twist = (text) => Buffer.from(text.toString().replace('25 USDC', '24 USDC'));
  await dialog.getByRole('button', { name: 'Sign with Test wallet' }).click();
  await withdraw.getByText('The wallet signed something else than was asked. Nothing was done.').waitFor();
  wallet.twist = (text) => text;
  await withdraw.getByRole('button', { name: 'Withdraw' }).click();
  await dialog.getByRole('button', { name: 'Sign with Test wallet' }).click();
  await toast(page, '25 USDC debited and queued').waitFor();
  expect(wallet.texts.at(-1)).toMatch(new RegExp(`Withdraw 25 USDC from account \\d+ at .* to ${Address}\\.`));
  await page.getByRole('table', { name: 'Withdrawals under way' }).getByText('Debited').waitFor();

  // Its owner showed it a moment ago, so a key that may withdraw asks for nothing more.
  await visit(page, '/account/keys');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const form = page.getByRole('dialog', { name: 'Make a key' });
  await form.getByLabel('Name').fill('pays out');
  await form.getByLabel('withdraw', { exact: true }).check();
  await form.getByRole('button', { name: 'Make a key' }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByText('pays out').first().waitFor();
});

it('who has an app and a wallet chooses which he shows', async () => {
  const [page, elsewhere] = [await fresh(), await fresh()];
  const wallet = new TestWallet();
  await wallet.install(page);
  await wallet.install(elsewhere);
  await signInByWallet(page);
  await page.waitForURL(/\/trade/);
  await visit(page, '/account/security');
  await page.getByRole('button', { name: 'Set it up' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign with your wallet' }).click();
  await page.getByRole('button', { name: 'Sign with Test wallet' }).click();
  await page.getByText('Your wallet has signed.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Go back' }).click();
  const dialog = await setUpFactor(page);
  const codes = await dialog.locator('.recovery code').allTextContents();

  await signInByWallet(elsewhere);
  await elsewhere.getByLabel('Code', { exact: true }).fill(codes[0]!);
  await elsewhere.getByRole('button', { name: 'Go on', exact: true }).click();
  await elsewhere.waitForURL(/\/trade/);
  await visit(elsewhere, '/portfolio/transfers');
  const asked = elsewhere.getByRole('dialog', { name: 'Show your second factor again' });
  await addAddress(elsewhere, 'By wallet');
  await asked.getByRole('button', { name: 'Sign with Test wallet' }).click();
  await toast(elsewhere, '“By wallet” added').waitFor();
  const withdraw = elsewhere.getByRole('region', { name: 'Withdraw', exact: true });
  await withdraw.getByLabel('Amount').fill('7');
  await withdraw.getByRole('button', { name: 'Withdraw' }).click();
  await toast(elsewhere, '7 USDC debited and queued').waitFor();
});

it('a fresh venue as it starts by itself lets people in by a Google that says it is none', async () => {
  // As a first start, but on a free port, without the wait for a large journal file, and for hands that are quicker than a person's.
  const venue = new Venue([], undefined, ['--listen.port', '0', '--journal.segment', '16', '--limits.address.auth', '50']);
  try {
    await venue.start();
    const page = await fresh();
    await page.goto(`${venue.url}/sign-up`);
    await page.getByRole('button', { name: 'Go on with Google (simulated)' }).click();
    await page.waitForURL(/\/sandbox\/google\?/);
    await page.getByRole('heading', { name: 'This is not Google' }).waitFor();
    await page.getByRole('button', { name: 'Say no' }).click();
    await page.getByText('The other site did not confirm who you are.').waitFor();

    await page.goto(`${venue.url}/sign-in`);
    await page.getByRole('button', { name: 'Go on with Google (simulated)' }).click();
    await page.getByLabel('Who are you there?').fill('Grace');
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await page.waitForURL(/\/trade/);
    await visit(page, '/account');
    await page.getByText(/^grace\.[0-9a-f]{8}@google\.invalid/).first().waitFor();
    await visit(page, '/account/security');
    await page.getByRole('region', { name: 'Other ways in' }).getByRole('button', { name: 'Link GitHub (simulated)' }).click();
    await page.getByRole('dialog', { name: 'Sign in once more' }).getByRole('button', { name: 'Go on with Google (simulated)' }).click();
    await page.getByLabel('Who are you there?').fill('Grace');
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await toast(page, 'You are recognised').waitFor();
    await page.getByRole('region', { name: 'Other ways in' }).getByRole('button', { name: 'Link GitHub (simulated)' }).click();
    await page.getByLabel('Who are you there?').fill('Grace');
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await page.waitForURL(/\/account\/security/);
    await page.getByRole('region', { name: 'Other ways in' }).getByRole('row', { name: /GitHub/ }).waitFor();
  } finally {
    await venue.end();
  }
});
