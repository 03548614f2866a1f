import { api } from '@/api/client';
import { Link } from '@/app/Link';
import { entryText } from '@/text/entry';
import { LetterPage } from './LetterPage';

const words = entryText.keep;

/** Where the letter about a lost second factor leads. */
export default function KeepFactorPage() {
  return (
    <LetterPage
      words={words}
      onPress={(ticket) => api.post('/auth/second-factor/keep-by-letter', { ticket }, { anonymous: true })}
      done={
        <>
          <p role="status">{words.done}</p>
          <Link to="/forgot-password" className="btn primary lg">
            {entryText.forgot.title}
          </Link>
        </>
      }
    />
  );
}
