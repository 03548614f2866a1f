import { type FormEvent, useState } from 'react';
import { api, segment } from '@/api/client';
import { Link } from '@/app/Link';
import type { PageProps } from '@/app/routes';
import { Refused } from '@/features/common/Refused';
import { useAct } from '@/stores/request';
import { entryText } from '@/text/entry';
import { Field } from '@/ui/Field';
import { DoorFrame } from './DoorFrame';
import { secretOf, visitIn } from './played';

const words = entryText.played;

/** The page of another site that the venue plays itself, where it is tried out: it says so, asks who comes, and sends the browser back. */
export default function PlayedProviderPage({ params }: PageProps) {
  const provider = params['provider'] ?? '';
  const name = entryText.ways.names[provider] ?? provider;
  const [visit] = useState(() => visitIn(location.search));
  const [called, setCalled] = useState('');
  const [hidesEmail, setHidesEmail] = useState(false);
  const act = useAct();
  const goBack = (who: object): Promise<boolean> =>
    act.run(async () => {
      const { url } = await api.post<{ url: string }>(`/sandbox/providers/${segment(provider)}`, { ...visit, ...who }, { anonymous: true });
      location.assign(url);
    });
  const come = (event: FormEvent): void => {
    event.preventDefault();
    void goBack({ secret: secretOf(provider), name: called.trim(), hidesEmail });
  };
  if (visit === null)
    return (
      <DoorFrame title={words.title(name)}>
        <p>{entryText.ways.nothing}</p>
        <Link to="/sign-in" className="btn lg">
          {entryText.ways.again}
        </Link>
      </DoorFrame>
    );
  return (
    <DoorFrame title={words.title(name)}>
      <p className="note">{words.simulated}</p>
      <p>{words.lead(name)}</p>
      <form className="stack" onSubmit={come}>
        <Field label={words.name} value={called} required maxLength={40} autoFocus autoComplete="off" placeholder={words.nameHint} onChange={(e) => setCalled(e.target.value)} />
        <label className="check">
          <input type="checkbox" checked={hidesEmail} onChange={(e) => setHidesEmail(e.target.checked)} />
          {words.hidesEmail}
        </label>
        <Refused problem={act.problem} />
        <button className="btn primary lg" disabled={act.isBusy}>
          {words.act}
        </button>
        <button type="button" className="btn lg" disabled={act.isBusy} onClick={() => void goBack({ denies: true })}>
          {words.denies}
        </button>
      </form>
    </DoorFrame>
  );
}
