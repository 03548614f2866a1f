import type { Asked } from '@/api/proof';
import { Refused } from '@/features/common/Refused';
import type { Wallet } from '@/lib/wallet/standard';
import { useAct } from '@/stores/request';
import { showSigned } from '@/stores/step-up';
import { entryText } from '@/text/entry';
import { signText, useWallets } from './wallets';

const words = entryText.signing;

/** The wallets of this browser, each of which may sign for what is asked. */
export function BySignature({ asked }: { asked: Asked }) {
  const wallets = useWallets();
  const act = useAct();
  const sign = async (wallet: Wallet): Promise<void> =>
    showSigned(
      asked.text === undefined
        ? await signText(wallet, '/auth/step-up/message')
        : await signText(wallet, asked.text.path, (address) => ({ ...asked.text?.body, wallet: address })),
    );
  return (
    <>
      {wallets.length === 0 && <p>{words.none}</p>}
      {wallets.map((wallet) => (
        <button key={wallet.name} type="button" className="btn lg" disabled={act.isBusy} onClick={() => void act.run(() => sign(wallet))}>
          {words.with(wallet.name)}
        </button>
      ))}
      {act.isBusy && <p role="status">{words.waiting}</p>}
      <Refused problem={act.problem} />
    </>
  );
}
