import { describe, expect, it } from 'vitest';
import { accountOf, followWallets, signedBy, type Wallet } from './standard';

const account = { address: 'So1', chains: ['solana:mainnet'] };
const walletOf = (name: string, features: Record<string, unknown>): Wallet => ({ name, chains: ['solana:mainnet'], accounts: [], features });
const good = (name: string): Wallet =>
  walletOf(name, {
    'standard:connect': { connect: () => Promise.resolve({ accounts: [{ address: '0x1', chains: ['eip155:1'] }, account] }) },
    'solana:signMessage': { signMessage: ({ message }: { message: Uint8Array }) => Promise.resolve([{ signedMessage: message, signature: new Uint8Array([1, 2, 255]) }]) },
  });

type Register = (...wallets: Wallet[]) => void;

describe('wallets', () => {
  it('are heard of, those that were there before the page and those that come after it, once', () => {
    const target = new EventTarget();
    const [early, late] = [good('early'), good('late')];
    target.addEventListener('wallet-standard:app-ready', (event) => (event as CustomEvent<{ register: Register }>).detail.register(early));
    const heard: string[] = [];
    const end = followWallets(target, (wallet) => heard.push(wallet.name));
    const introduce = (wallet: Wallet): boolean => target.dispatchEvent(new CustomEvent('wallet-standard:register-wallet', { detail: (api: { register: Register }) => api.register(wallet) }));
    introduce(late);
    introduce(late);
    expect(heard).toEqual(['early', 'late']);
    end();
    introduce(good('too late'));
    expect(heard).toEqual(['early', 'late']);
  });

  it('that cannot sign a text for Solana are left out', () => {
    const target = new EventTarget();
    const heard: string[] = [];
    followWallets(target, (wallet) => heard.push(wallet.name));
    const wallets = [walletOf('mute', { 'standard:connect': {} }), { ...good('elsewhere'), chains: ['eip155:1'] }];
    target.dispatchEvent(new CustomEvent('wallet-standard:register-wallet', { detail: (api: { register: Register }) => api.register(...wallets) }));
    expect(heard).toEqual([]);
  });

  it('sign as the account on Solana, in base64', async () => {
    const wallet = good('one');
    const offered = await accountOf(wallet);
    expect(offered).toEqual(account);
    expect(await signedBy(wallet, account, 'Hi')).toEqual({ address: 'So1', signature: 'AQL/', message: 'SGk=' });
  });
});
