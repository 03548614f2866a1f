import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const built = fileURLToPath(new URL('../../artifacts/bin/Peregrine.Server/release/terminal', import.meta.url));
const Budget = 350 * 1024;

/** As it goes over the wire: packed where a packed file was made. */
function weigh(name: string): number {
  const packed = `${join(built, name)}.br`;
  return statSync(packed, { throwIfNoEntry: false })?.size ?? statSync(join(built, name)).size;
}

/** What a file asks for at once and, with `lazily`, what it may ask for later. */
function asked(name: string, lazily: boolean): string[] {
  const source = readFileSync(join(built, name), 'utf8');
  const now = [...source.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)].map((m) => `assets/${m[1] ?? ''}`);
  const later = [...source.matchAll(/import\(\s*[`"']\.\/([\w.-]+\.js)[`"']\s*\)/g)].map((m) => `assets/${m[1] ?? ''}`);
  return lazily ? later : now;
}

function withAll(names: readonly string[]): Set<string> {
  const all = new Set<string>();
  const add = (name: string): void => {
    if (all.has(name)) return;
    all.add(name);
    for (const next of asked(name, false)) add(next);
  };
  names.forEach(add);
  return all;
}

describe('the trade page', () => {
  const files = readdirSync(join(built, 'assets'));
  const entry = [...readFileSync(join(built, 'index.html'), 'utf8').matchAll(/(?:src|href)="\/([\w./-]+)"/g)].map((m) => m[1] ?? '');
  const scripts = entry.filter((f) => f.endsWith('.js') && f.startsWith('assets/'));
  const page = scripts.flatMap((f) => asked(f, true)).filter((f) => /TradePage/.test(f));
  const chart = page.flatMap((f) => asked(f, true)).filter((f) => /ChartPanel/.test(f));

  it('weighs no more than its budget at its first load, packed, with the chart and the font', () => {
    expect(page).toHaveLength(1);
    expect(chart).toHaveLength(1);
    const code = [...withAll([...scripts, ...page, ...chart])];
    const rest = [...entry.filter((f) => !f.endsWith('.js')), 'theme.js', 'index.html', ...files.filter((f) => /^(index|TradePage|ChartPanel|plex|ibm-plex).*\.(css|woff2)$/.test(f)).map((f) => `assets/${f}`)];
    const weight = [...new Set([...code, ...rest])].reduce((sum, f) => sum + weigh(f), 0);
    expect(code.length).toBeGreaterThan(3);
    expect(weight).toBeLessThan(Budget);
    // What is asked for before any of it was read is all of it, and nothing besides.
    const named = readFileSync(join(built, 'trade.html'), 'utf8');
    expect(code.filter((f) => !named.includes(`/${f}"`))).toEqual([]);
    expect([...named.matchAll(/href="\/(assets\/[\w.-]+\.js)"/g)].map((m) => m[1] ?? '').filter((f) => !code.includes(f))).toEqual([]);
    // A budget that is far from what is there protects nothing.
    expect(weight).toBeGreaterThan(Budget / 4);
  });
});
