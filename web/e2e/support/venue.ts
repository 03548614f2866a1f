import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Api } from './api';

const built = fileURLToPath(new URL('../../../artifacts/bin/Peregrine.Server/release/peregrine.dll', import.meta.url));
const program = process.env.VENUE_PROGRAM ?? built;

/** What is said to the tests is no option of a venue. */
const { PEREGRINE_DEEP: _deep, PEREGRINE_BLESS: _bless, ...env } = process.env;
/** One address signs up everybody here, and people sign in quickly. */
const quick = ['--prices', 'by-hand', '--listen.port', '0', '--sandbox', 'off', '--journal.segment', '16', '--limits.address.auth', '1000', '--identity.sign-ups', '1000', '--identity.password-iterations', '100000'];

/** A venue of its own on a port of its own, in a folder that goes away with it. */
export class Venue extends Api {
  readonly folder = mkdtempSync(join(tmpdir(), 'peregrine-e2e-'));
  private process: ChildProcess | null = null;

  private readonly more: readonly string[];
  private readonly program: string;
  private readonly options: readonly string[];

  constructor(more: readonly string[] = [], of = program, options: readonly string[] = quick) {
    super();
    this.options = options;
    this.program = of;
    this.more = more;
  }

  async start(): Promise<void> {
    const child = spawn('dotnet', [this.program, '--data', this.folder, ...this.options, ...this.more, ...(this.url === '' ? [] : ['--listen.port', new URL(this.url).port])], { stdio: ['ignore', 'pipe', 'inherit'], env });
    this.process = child;
    for await (const line of createInterface({ input: child.stdout })) {
      const open = / is open at (http:\S+)/.exec(line)?.[1];
      if (open === undefined) continue;
      this.url = open;
      child.stdout.resume();
      return;
    }
    throw new Error('The venue ended before it opened.');
  }

  async stop(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child === null || child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Opens accounts for people and makes them operators, which the venue wants done while it is stopped; their tokens. */
  async operators(...emails: readonly string[]): Promise<string[]> {
    const ids = await Promise.all(emails.map(async (email) => (await this.call<{ personId: string }>('GET', '/me', undefined, await this.person(email))).personId));
    await this.stop();
    for (const personId of ids) {
      const done = spawnSync('dotnet', [this.program, 'admin', 'role', personId, 'operator', '--data', this.folder], { env });
      if (done.status !== 0) throw new Error(done.stderr.toString());
    }
    await this.start();
    return Promise.all(emails.map((email) => this.token(email)));
  }
}
