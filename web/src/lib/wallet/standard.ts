/** A wallet as browsers' wallets describe themselves (Wallet Standard): what we need of it. */
interface WalletAccount {
  readonly address: string;
  readonly chains: readonly string[];
}

export interface Wallet {
  readonly name: string;
  readonly chains: readonly string[];
  readonly accounts: readonly WalletAccount[];
  readonly features: Readonly<Record<string, unknown>>;
}

interface Connects {
  connect(): Promise<{ accounts: readonly WalletAccount[] }>;
}
interface Signs {
  signMessage(input: { account: WalletAccount; message: Uint8Array }): Promise<readonly { signedMessage: Uint8Array; signature: Uint8Array }[]>;
}

/** What a wallet has signed, as the venue takes it. */
export interface Signed {
  readonly address: string;
  readonly signature: string;
  readonly message: string;
}

const Connect = 'standard:connect';
const Sign = 'solana:signMessage';

/** Hears of wallets, whichever of the page and the wallet was there first. Ends when it is told to. */
export function followWallets(target: EventTarget, heard: (wallet: Wallet) => void): () => void {
  const known = new Set<Wallet>();
  const register = (...wallets: readonly Wallet[]): (() => void) => {
    for (const wallet of wallets) {
      if (known.has(wallet) || !isSolana(wallet)) continue;
      known.add(wallet);
      heard(wallet);
    }
    return () => undefined;
  };
  const api = { register };
  const introduced = (event: Event): void => {
    const { detail } = event as CustomEvent<unknown>;
    if (typeof detail === 'function') (detail as (to: typeof api) => void)(api);
  };
  target.addEventListener('wallet-standard:register-wallet', introduced);
  target.dispatchEvent(new CustomEvent('wallet-standard:app-ready', { detail: api }));
  return () => target.removeEventListener('wallet-standard:register-wallet', introduced);
}

const isSolana = (wallet: Wallet): boolean => wallet.chains.some((chain) => chain.startsWith('solana:')) && Connect in wallet.features && Sign in wallet.features;

/** The account that its owner offers; null when he offers none. */
export async function accountOf(wallet: Wallet): Promise<WalletAccount | null> {
  const { accounts } = await (wallet.features[Connect] as Connects).connect();
  return accounts.find((a) => a.chains.some((chain) => chain.startsWith('solana:'))) ?? null;
}

/** Has a text signed, null when the wallet signed nothing. */
export async function signedBy(wallet: Wallet, account: WalletAccount, text: string): Promise<Signed | null> {
  const [signed] = await (wallet.features[Sign] as Signs).signMessage({ account, message: new TextEncoder().encode(text) });
  return signed === undefined ? null : { address: account.address, signature: base64(signed.signature), message: base64(signed.signedMessage) };
}

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
