import { type FormEvent, useState } from 'react';
import { go } from '@/app/router';
import { asProblem, type Problem } from '@/api/problem';
import { signIn } from '@/stores/session';
import { text } from '@/text/en';

export default function SignInPage() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    try {
      await signIn(String(data.get('email')), String(data.get('password')));
      go('/trade');
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="page">
      <form className="page-inner grid max-w-sm gap-3" onSubmit={(event) => void send(event)}>
        <h1 className="text-head font-semibold">{text.session.signIn}</h1>
        <div className="field">
          <label htmlFor="email">{text.session.email}</label>
          <div className="input">
            <input id="email" name="email" type="email" autoComplete="username" required />
          </div>
        </div>
        <div className="field">
          <label htmlFor="password">{text.session.password}</label>
          <div className="input">
            <input id="password" name="password" type="password" autoComplete="current-password" required />
          </div>
        </div>
        {problem && (
          <p className="note bad" role="alert">
            {problem.message}
          </p>
        )}
        <button className="btn primary lg" disabled={isBusy}>
          {text.session.signIn}
        </button>
      </form>
    </main>
  );
}
