import { api } from '@/api/client';
import { Link } from '@/app/Link';
import { entryText } from '@/text/entry';
import { LetterPage } from './LetterPage';

const words = entryText.waits;

/** Where the letter about an app leads that was set up and waits. */
export default function StopFactorPage() {
  return (
    <LetterPage
      words={words}
      onPress={(ticket) => api.post('/auth/second-factor/stop-by-letter', { ticket }, { anonymous: true })}
      done={
        <>
          <p role="status">{words.stoppedByLetter}</p>
          <Link to="/sign-in" className="btn primary lg">
            {entryText.ways.again}
          </Link>
        </>
      }
    />
  );
}
