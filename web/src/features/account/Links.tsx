import { useState } from 'react';
import { api } from '@/api/client';
import { Answer } from '@/features/common/Answer';
import { Refused } from '@/features/common/Refused';
import { useMoment } from '@/features/common/useMoment';
import { useAct, useRequest } from '@/stores/request';
import { toast } from '@/stores/toasts';
import { text } from '@/text/en';
import { entryText } from '@/text/entry';
import { Card } from '@/ui/Card';
import { Dialog } from '@/ui/Dialog';
import { Nothing } from '@/ui/Nothing';
import { WideTable } from '@/ui/WideTable';
import { depart } from './journey';
import { useProviders } from './providers';
import { signText, useWallets } from './wallets';

const words = entryText.ways;

interface LinkWire {
  readonly linkId: string;
  readonly method: string;
  readonly label: string;
  readonly created: number;
}

/** The ways in beside the password: which there are, more of them, and fewer. */
export function Links() {
  const links = useRequest<{ links: LinkWire[] }>('/auth/links');
  const [unlinking, setUnlinking] = useState<LinkWire | null>(null);
  return (
    <Card title={words.title}>
      <div className="card-body">
        <p>{words.about}</p>
      </div>
      <Answer of={links}>{({ links: rows }) => (rows.length === 0 ? <Nothing title={words.none} /> : <Rows rows={rows} onUnlink={setUnlinking} />)}</Answer>
      <More onDone={links.again} />
      {unlinking && <Unlink of={unlinking} onClose={() => setUnlinking(null)} onDone={links.again} />}
    </Card>
  );
}

function Rows({ rows, onUnlink }: { rows: readonly LinkWire[]; onUnlink: (link: LinkWire) => void }) {
  const moment = useMoment();
  return (
    <WideTable label={words.title}>
      <thead>
        <tr>
          <th scope="col">{words.kind}</th>
          <th scope="col" className="left">{words.label}</th>
          <th scope="col">{words.since}</th>
          <th scope="col"><span className="sr">{words.unlink}</span></th>
        </tr>
      </thead>
      <tbody>
        {rows.map((link) => (
          <tr key={link.linkId}>
            <td>{words.names[link.method] ?? link.method}</td>
            <td className="left clip" title={link.label}>{link.label}</td>
            <td>{moment(link.created)}</td>
            <td>
              <button type="button" className="btn sm" onClick={() => onUnlink(link)}>
                {words.unlink}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}

function More({ onDone }: { onDone: () => void }) {
  const providers = useProviders();
  const wallets = useWallets();
  const act = useAct();
  const link = async (wallet: (typeof wallets)[number]): Promise<void> => {
    await api.post('/auth/links/wallet', await signText(wallet, '/auth/links/wallet/message'));
    toast({ title: words.linked });
    onDone();
  };
  return (
    <div className="card-body">
      <div className="lineup">
        {providers.map(({ provider, label }) => (
          <button key={provider} type="button" className="btn" disabled={act.isBusy} onClick={() => void act.run(() => depart(provider, 'link'))}>
            {words.link(label)}
          </button>
        ))}
        {wallets.map((wallet) => (
          <button key={wallet.name} type="button" className="btn" disabled={act.isBusy} onClick={() => void act.run(() => link(wallet))}>
            {words.link(wallet.name)}
          </button>
        ))}
      </div>
      {wallets.length === 0 && <p>{words.noWallet}</p>}
      <Refused problem={act.problem} />
    </div>
  );
}

function Unlink({ of, onClose, onDone }: { of: LinkWire; onClose: () => void; onDone: () => void }) {
  const act = useAct();
  const unlink = async (): Promise<void> => {
    if (!(await act.run(() => api.delete(`/auth/links/${of.linkId}`)))) return;
    toast({ title: words.unlinked });
    onDone();
    onClose();
  };
  const footer = (
    <>
      <button type="button" className="btn" onClick={onClose}>
        {text.back}
      </button>
      <button type="button" className="btn danger" disabled={act.isBusy} onClick={() => void unlink()}>
        {words.unlink}
      </button>
    </>
  );
  return (
    <Dialog title={words.unlink} onClose={onClose} footer={footer}>
      <p>{words.unlinkAsk(of.label)}</p>
      <Refused problem={act.problem} />
    </Dialog>
  );
}
