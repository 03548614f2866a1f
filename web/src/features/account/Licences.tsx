import { accountText } from '@/text/account';
import { Card } from '@/ui/Card';

const words = accountText.licences;

/** Whose work is in the terminal. */
export const Licences = () => (
  <Card title={words.title}>
    <div className="card-body">
      {[words.own, words.charts, words.font, words.react].map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p>
        {words.api}{' '}
        <a className="link" href="/docs/api">
          {words.docs}
        </a>
      </p>
    </div>
  </Card>
);
