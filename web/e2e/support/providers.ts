import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../artifacts/bin/Peregrine.Providers/release/Peregrine.Providers.dll', import.meta.url));

/** Local servers that answer as Google and GitHub do. Whoever is sent there is Ada, and comes back at once. */
export class Providers {
  private readonly folder = mkdtempSync(join(tmpdir(), 'peregrine-providers-'));
  private process: ChildProcess | null = null;

  /** Starts them; the options that a venue needs to know them. */
  async start(): Promise<string[]> {
    const child = spawn('dotnet', [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.process = child;
    for await (const line of createInterface({ input: child.stdout })) {
      const told = /^(http:\S+) (\S+) (\S+) (\S+)$/.exec(line);
      if (told === null) continue;
      child.stdout.resume();
      const [, url = '', issuer = '', client = '', secret = ''] = told;
      const file = join(this.folder, 'client-secret');
      writeFileSync(file, secret);
      return [...optionsOf('google', 'keys', url, client, file), '--oauth.google.issuer', issuer, ...optionsOf('github', 'api', url, client, file)];
    }
    throw new Error('The providers ended before they listened.');
  }

  /** They end when nobody speaks to them any more. */
  async end(): Promise<void> {
    const child = this.process;
    rmSync(this.folder, { recursive: true, force: true });
    if (child === null || child.exitCode !== null) return;
    child.stdin?.end();
    await once(child, 'exit');
  }
}

const optionsOf = (name: string, facts: string, url: string, client: string, secretFile: string): string[] => [
  `--oauth.${name}.client-id`, client, `--oauth.${name}.client-secret-file`, secretFile,
  `--oauth.${name}.authorize-url`, `${url}/${name}/authorize`, `--oauth.${name}.token-url`, `${url}/${name}/token`, `--oauth.${name}.${facts}-url`, `${url}/${name}/${facts}`,
];
