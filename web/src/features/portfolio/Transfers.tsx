import { type FormEvent, useState } from 'react';
import { api } from '@/api/client';
import { Link } from '@/app/Link';
import { Refused } from '@/features/common/Refused';
import { formatMoney, parseDecimalDown } from '@/lib/numbers';
import { useAct } from '@/stores/request';
import { useOnce } from '@/stores/request-id';
import { useSession } from '@/stores/session';
import { toast } from '@/stores/toasts';
import { account } from '@/streams/account';
import { venue } from '@/streams/markets';
import { portfolioText } from '@/text/portfolio';
import { Card } from '@/ui/Card';
import { Field } from '@/ui/Field';
import { SendButton } from '@/ui/OnceButton';
import { readAmount } from './amount';
import { Withdrawals } from './Withdrawals';
import { useAccountModel } from './useAccountModel';

const words = portfolioText.transfers;

export function Transfers() {
  const isPaper = venue.use((v) => v.isPaper);
  return (
    <div className="halves">
      <div className="stack">
        {isPaper && <PaperDeposit />}
        <Withdrawals />
      </div>
      <div className="stack">
        <Between />
        <p>
          <Link to="/history/ledger" className="link">
            {words.history}
          </Link>
        </p>
      </div>
    </div>
  );
}

function PaperDeposit() {
  const [typed, setTyped] = useState('10000');
  const [bad, setBad] = useState<string | null>(null);
  const act = useAct();
  const once = useOnce();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const read = readAmount(typed, 6);
    setBad(read.ok ? null : read.why);
    if (!read.ok) return;
    const isDone = await act.run(() => once((requestId) => api.post('/deposits/paper', { amount: read.text, requestId })));
    if (isDone) toast({ title: words.deposited(formatMoney(read.count)), tone: 'own' });
  };
  return (
    <Card title={words.deposit}>
      <form className="card-body" onSubmit={(event) => void send(event)}>
        <p>{words.depositLead}</p>
        <Field label={words.amount} unit="USDC" inputMode="decimal" value={typed} bad={bad} onChange={(e) => setTyped(e.target.value)} />
        <Refused problem={act.problem} />
        <div className="lineup">
          <SendButton className="btn primary" disabled={act.isBusy}>
            {words.depositAct}
          </SendButton>
        </div>
      </form>
    </Card>
  );
}

function Between() {
  const accounts = useSession((s) => s.me?.accounts ?? []);
  const own = useSession((s) => s.accountId);
  const others = accounts.filter((a) => a.accountId !== own);
  return (
    <Card title={words.between}>
      {others.length === 0 ? (
        <div className="card-body">
          <p>{words.one}</p>
          <div className="lineup">
            <Link to="/portfolio/accounts" className="btn">
              {words.make}
            </Link>
          </div>
        </div>
      ) : (
        <TransferForm others={others.map((a) => ({ id: a.accountId, label: a.isRoot ? portfolioText.accounts.main : a.label }))} />
      )}
    </Card>
  );
}

function TransferForm({ others }: { others: readonly { id: string; label: string }[] }) {
  const { assets } = useAccountModel();
  const settle = assets.find((a) => a.isSettle)?.asset ?? 'USDC';
  const withdrawable = account.use((a) => a.figures?.withdrawable);
  const [to, setTo] = useState(others[0]?.id ?? '');
  const [chosen, setAsset] = useState('');
  const [typed, setTyped] = useState('');
  const [bad, setBad] = useState<string | null>(null);
  const act = useAct();
  const once = useOnce();
  const asset = chosen || settle;
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const read = readAmount(typed, assets.find((a) => a.asset === asset)?.decimals ?? 6);
    setBad(read.ok ? null : read.why);
    if (!read.ok) return;
    const isDone = await act.run(() => once((requestId) => api.post('/transfers', { toAccount: to, asset, amount: read.text, requestId })));
    if (!isDone) return;
    setTyped('');
    toast({ title: words.moved(read.text, asset, others.find((o) => o.id === to)?.label ?? to), tone: 'own' });
  };
  const most = withdrawable === undefined || asset !== settle ? undefined : words.most(formatMoney(parseDecimalDown(withdrawable, 6) ?? 0n));
  return (
    <form className="card-body" onSubmit={(event) => void send(event)}>
      <p>{words.betweenLead}</p>
      <div className="fields">
        <div className="field">
          <label htmlFor="to">{words.to}</label>
          <div className="input">
            <select id="to" value={to} onChange={(e) => setTo(e.target.value)}>
              {others.map((o) => (
                <option key={o.id} value={o.id}>
                  {o.label} ({o.id})
                </option>
              ))}
            </select>
          </div>
        </div>
        <div className="field">
          <label htmlFor="asset">{words.asset}</label>
          <div className="input">
            <select id="asset" value={asset} onChange={(e) => setAsset(e.target.value)}>
              {assets.map((a) => (
                <option key={a.asset}>{a.asset}</option>
              ))}
            </select>
          </div>
        </div>
        <Field label={words.amount} unit={asset} inputMode="decimal" value={typed} hint={most} bad={bad} onChange={(e) => setTyped(e.target.value)} />
      </div>
      <Refused problem={act.problem} />
      <div className="lineup">
        <SendButton className="btn primary" disabled={act.isBusy}>
          {words.act}
        </SendButton>
      </div>
    </form>
  );
}
