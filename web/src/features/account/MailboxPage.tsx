import { type FormEvent, useState } from 'react';
import { Link } from '@/app/Link';
import { setQuery, useQuery } from '@/app/router';
import { Answer } from '@/features/common/Answer';
import { useMoment } from '@/features/common/useMoment';
import { useRequest } from '@/stores/request';
import { useSession } from '@/stores/session';
import { entryText } from '@/text/entry';
import { Card } from '@/ui/Card';
import { Field } from '@/ui/Field';
import { Nothing } from '@/ui/Nothing';
import { piecesOf } from './ticket';

const words = entryText.mailbox;

interface LetterWire {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly received: number;
}

/** The letters of a venue that sends none, for whoever sits at its machine. */
export default function MailboxPage() {
  const own = useSession((s) => s.me?.email ?? '');
  const address = useQuery('address') ?? own;
  return (
    <main id="main" tabIndex={-1} className="page">
      <div className="page-inner narrow">
        <div className="page-head">
          <div>
            <h1>{words.title}</h1>
            <p className="lead">{words.lead}</p>
          </div>
        </div>
        <Whose key={address} address={address} />
        {address !== '' && <Letters to={address} />}
      </div>
    </main>
  );
}

function Whose({ address }: { address: string }) {
  const [typed, setTyped] = useState(address);
  const show = (event: FormEvent): void => {
    event.preventDefault();
    setQuery('address', typed.trim());
  };
  return (
    <form className="card card-body" onSubmit={show}>
      <Field label={words.to} type="email" required value={typed} onChange={(e) => setTyped(e.target.value)} />
      <div className="lineup">
        <button className="btn">{words.show}</button>
      </div>
    </form>
  );
}

function Letters({ to }: { to: string }) {
  const box = useRequest<{ letters: LetterWire[] }>('/sandbox/mailbox', { query: { address: to }, everyMs: 2_000 });
  const moment = useMoment();
  if (box.problem?.code === 'NOT_FOUND') return <Nothing title={words.closed} />;
  return (
    <Answer of={box}>
      {({ letters }) =>
        letters.length === 0 ? (
          <Nothing title={words.none} />
        ) : (
          letters.map((letter) => (
            <Card key={`${letter.received} ${letter.text}`} title={letter.subject} extra={<time className="note">{moment(letter.received)}</time>}>
              <p className="letter">
                {piecesOf(letter.text).map((piece, i) =>
                  typeof piece === 'string' ? (
                    piece
                  ) : (
                    <Link key={i} to={piece.to} className="link">
                      {piece.shown}
                    </Link>
                  ),
                )}
              </p>
            </Card>
          ))
        )
      }
    </Answer>
  );
}
