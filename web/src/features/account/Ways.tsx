import type { Challenge } from '@/stores/session';
import { signInByWallet } from '@/stores/session';
import { Refused } from '@/features/common/Refused';
import { useAct } from '@/stores/request';
import { entryText } from '@/text/entry';
import { depart } from './journey';
import { useProviders } from './providers';
import { SignIn, signText, useWallets } from './wallets';

const words = entryText.ways;

/** Signing in without a password, by what this venue has set up and this browser has installed. */
export function Ways({ onEntered }: { onEntered: (challenge: Challenge) => void }) {
  const providers = useProviders();
  const wallets = useWallets();
  const act = useAct();
  if (providers.length === 0 && wallets.length === 0) return null;
  return (
    <div className="ways">
      <p className="ways-or">{words.or}</p>
      {providers.map(({ provider, label }) => (
        <button key={provider} type="button" className="btn lg" disabled={act.isBusy} onClick={() => void act.run(() => depart(provider, 'signIn'))}>
          {words.with(label)}
        </button>
      ))}
      {wallets.map((wallet) => (
        <button
          key={wallet.name}
          type="button"
          className="btn lg"
          disabled={act.isBusy}
          onClick={() => void act.run(async () => onEntered(await signInByWallet(await signText(wallet, SignIn))))}
        >
          {words.with(wallet.name)}
        </button>
      ))}
      <Refused problem={act.problem} />
    </div>
  );
}
