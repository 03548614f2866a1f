import { api } from '@/api/client';
import { Link } from '@/app/Link';
import { refreshMe, useSession } from '@/stores/session';
import { text } from '@/text/en';
import { entryText } from '@/text/entry';
import { LetterPage } from './LetterPage';

const words = entryText.email;

/** Where the letter leads that confirms an address. */
export default function ConfirmEmailPage() {
  const isIn = useSession((s) => s.status === 'in');
  const confirm = async (ticket: string | null): Promise<void> => {
    await api.post('/auth/email/confirm', { ticket }, { anonymous: true });
    if (isIn) void refreshMe();
  };
  return (
    <LetterPage
      words={words}
      onPress={confirm}
      done={
        <>
          <p role="status">{words.done}</p>
          <Link to={isIn ? '/trade' : '/sign-in'} className="btn primary lg">
            {isIn ? words.go : text.session.signIn}
          </Link>
        </>
      }
    />
  );
}
