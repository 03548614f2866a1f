import { useEffect, useState } from 'react';
import { api } from '@/api/client';
import { accountOf, followWallets, signedBy, type Wallet } from '@/lib/wallet/standard';
import { entryText } from '@/text/entry';

/** The wallets of this browser that can sign for Solana. */
export function useWallets(): readonly Wallet[] {
  const [wallets, setWallets] = useState<readonly Wallet[]>([]);
  useEffect(() => {
    setWallets([]);
    return followWallets(window, (wallet) => setWallets((before) => [...before, wallet]));
  }, []);
  return wallets;
}

/** Where the text for somebody is made who is nobody yet. */
export const SignIn = '/auth/wallet/message';

/** Has a wallet sign the text that the venue made for it; the body that says so. */
export async function signText(wallet: Wallet, path: string, ask: (address: string) => object = (address) => ({ address })): Promise<object> {
  const account = await accountOf(wallet);
  if (account === null) throw new Error(entryText.ways.noAccount);
  const { nonce, message } = await api.post<{ nonce: string; message: string }>(path, ask(account.address), { anonymous: path === SignIn, isProof: true });
  const signed = await signedBy(wallet, account, message);
  if (signed === null) throw new Error(entryText.ways.refusedByWallet);
  return { nonce, ...signed };
}
