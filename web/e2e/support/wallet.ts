import { generateKeyPairSync, sign } from 'node:crypto';
import type { Page } from 'playwright-core';

/** A Solana wallet as a browser's extension offers it, whose owner signs whatever he is shown. */
export class TestWallet {
  readonly address: string;
  /** What it was asked to sign, in order. */
  readonly texts: string[] = [];
  /** What it makes of a text before it signs: a broken wallet signs another one. */
  twist = (text: Buffer): Buffer => text;
  private readonly key;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.key = privateKey;
    this.address = base58(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  }

  /** Installs it in a page, before the page is opened. */
  async install(page: Page, name = 'Test wallet'): Promise<void> {
    await page.exposeFunction('signedInTest', (bytes: number[]) => this.sign(Buffer.from(bytes)));
    await page.addInitScript(
      ([own, called]) => {
        const account = { address: own, chains: ['solana:mainnet'], features: ['solana:signMessage'] };
        const signed = (window as unknown as { signedInTest(text: number[]): Promise<{ message: number[]; signature: number[] }> }).signedInTest;
        const signMessage = async ({ message }: { message: Uint8Array }) => {
          const done = await signed([...message]);
          return [{ signedMessage: new Uint8Array(done.message), signature: new Uint8Array(done.signature) }];
        };
        const wallet = {
          name: called,
          chains: ['solana:mainnet'],
          accounts: [account],
          features: { 'standard:connect': { connect: () => Promise.resolve({ accounts: [account] }) }, 'solana:signMessage': { signMessage } },
        };
        window.addEventListener('wallet-standard:app-ready', (event) => (event as CustomEvent<{ register(w: object): void }>).detail.register(wallet));
      },
      [this.address, name] as const,
    );
  }

  private sign(asked: Buffer): { message: number[]; signature: number[] } {
    this.texts.push(asked.toString());
    const message = this.twist(asked);
    return { message: [...message], signature: [...sign(null, message, this.key)] };
  }
}

function base58(bytes: Uint8Array): string {
  const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let text = '';
  for (let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`); value > 0n; value /= 58n) text = letters[Number(value % 58n)]! + text;
  return '1'.repeat(bytes.findIndex((b) => b !== 0)) + text;
}
