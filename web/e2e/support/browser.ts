import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type Api, Password } from './api';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });

/** What a page complained about; a page that complains fails its test. */
export interface Watched {
  readonly page: Page;
  readonly complaints: string[];
}

export async function open(context: BrowserContext): Promise<Watched> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  // A venue that does not offer a route answers 404, and the browser says so; everything else is ours.
  page.on('console', (said) => {
    if (said.type() === 'error' && !/status of (404|401|4\d\d)|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|WebSocket/.test(said.text())) complaints.push(said.text());
  });
  return { page, complaints };
}

export async function signIn(page: Page, venue: Api, email: string): Promise<void> {
  await page.goto(`${venue.url}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(Password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/trade/);
}

/** Another page of the terminal without loading it anew, as a link does. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}

/** Puts theme and palette as the preferences would. */
export const dress = (page: Page, theme: string, palette: string): Promise<void> =>
  page.evaluate(
    ([t, p]) => {
      document.documentElement.dataset['theme'] = t;
      document.documentElement.dataset['palette'] = p;
    },
    [theme, palette] as const,
  );

interface Found {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

/** WCAG 2.2 A and AA, and good practice. */
const everything = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } as const;
/** What of it another theme or palette can change. */
const colours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } as const;

/** Every accessibility fault of what is shown. */
export async function faults(page: Page, only: typeof everything | typeof colours = everything): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ path: axe });
  const found = await page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: { run(root: Document, options: object): Promise<{ violations: Found[] }> } };
    // What is in order is not described: that is most of the work.
    return (await axe.run(document, { runOnly, resultTypes: ['violations'] })).violations;
  }, only);
  return found.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => `${n.target.join(' ')} (${n.failureSummary?.split('\n')[1]?.trim() ?? ''})`).slice(0, 3).join('; ')}`);
}

export const looks = [['dark', 'classic'], ['light', 'classic'], ['dark', 'safe'], ['light', 'safe']] as const;

/** Everything in the first of these looks, and in the others what colours decide: the same elements stand there. */
export async function faultsInLooks(page: Page, of: readonly (typeof looks)[number][]): Promise<string[]> {
  const found: string[] = [];
  for (const [i, [theme, palette]] of of.entries()) {
    await dress(page, theme, palette);
    found.push(...(await faults(page, i === 0 ? everything : colours)).map((fault) => `${theme}, ${palette}: ${fault}`));
  }
  return found;
}
