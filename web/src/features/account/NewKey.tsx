import { type FormEvent, useId, useState } from 'react';
import { api } from '@/api/client';
import { Refused } from '@/features/common/Refused';
import { useAct } from '@/stores/request';
import { accountText } from '@/text/account';
import { text } from '@/text/en';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { OnceButton } from '@/ui/OnceButton';
import { Copied } from './Copied';

export const scopes = ['read', 'trade', 'reduceOnly', 'transfer', 'withdraw'] as const;
export type Scope = (typeof scopes)[number];

export interface KeyWire {
  readonly keyId: string;
  readonly kind: string;
  readonly state: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  readonly created: number;
  readonly lastUsed?: number;
  readonly secret?: string;
}

const words = accountText.keys;

export function NewKey({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const [made, setMade] = useState<KeyWire | null>(null);
  if (made?.secret !== undefined) return <Secret of={made} secret={made.secret} onClose={onClose} />;
  return (
    <KeyForm
      onClose={onClose}
      onMade={(key) => {
        onMade();
        if (key.secret === undefined) onClose();
        else setMade(key);
      }}
    />
  );
}

function KeyForm({ onClose, onMade }: { onClose: () => void; onMade: (key: KeyWire) => void }) {
  const [label, setLabel] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<Scope>>(new Set(['read']));
  const [publicKey, setPublicKey] = useState('');
  const [networks, setNetworks] = useState('');
  const act = useAct();
  const form = useId();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void act.run(async () => onMade(await api.post<KeyWire>('/keys', bodyOf(label, chosen, publicKey, networks))));
  };
  const toggle = (scope: Scope): void => setChosen((before) => (before.has(scope) ? new Set([...before].filter((s) => s !== scope)) : new Set([...before, scope])));
  const footer = (
    <>
      <button type="button" className="btn" onClick={onClose}>
        {text.back}
      </button>
      <button className="btn primary" form={form} disabled={act.isBusy || chosen.size === 0}>
        {words.make}
      </button>
    </>
  );
  return (
    <Dialog title={words.make} onClose={onClose} footer={footer}>
      <form id={form} className="stack" onSubmit={send}>
        <Field label={words.label} value={label} required maxLength={40} hint={words.labelHint} onChange={(e) => setLabel(e.target.value)} />
        <fieldset className="lineup plain">
          <legend className="field-label">{words.scopes}</legend>
          {scopes.map((scope) => (
            <label key={scope} className="check">
              <input type="checkbox" checked={chosen.has(scope)} onChange={() => toggle(scope)} />
              {words.scope[scope]}
            </label>
          ))}
        </fieldset>
        <Field label={words.publicKey} value={publicKey} maxLength={64} hint={words.publicHint} spellCheck={false} onChange={(e) => setPublicKey(e.target.value)} />
        <Field label={words.networks} value={networks} hint={words.networksHint} spellCheck={false} onChange={(e) => setNetworks(e.target.value)} />
        <Refused problem={act.problem} />
      </form>
    </Dialog>
  );
}

function bodyOf(label: string, chosen: ReadonlySet<Scope>, publicKey: string, networks: string): object {
  const only = networks.split(',').map((n) => n.trim()).filter(Boolean);
  return { label, scopes: scopes.filter((s) => chosen.has(s)), ...(publicKey.trim() === '' ? {} : { publicKey: publicKey.trim() }), ...(only.length === 0 ? {} : { networks: only }) };
}

function Secret({ of, secret, onClose }: { of: KeyWire; secret: string; onClose: () => void }) {
  const footer = (
    <OnceButton className="btn primary" onPress={onClose}>
      {words.keep}
    </OnceButton>
  );
  return (
    <Dialog title={words.secretTitle} onClose={onClose} footer={footer} isKept>
      <p>{words.secretLead}</p>
      <Copied label={words.keyId} value={of.keyId} />
      <Copied label={words.secret} value={secret} />
    </Dialog>
  );
}
