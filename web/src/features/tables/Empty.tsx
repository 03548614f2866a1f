import { Link } from '@/app/Link';
import { text as everywhere } from '@/text/en';
import { tables as text } from '@/text/tables';
import { Nothing } from '@/ui/Nothing';

export function Empty({ name, hasForm = false }: { name: keyof typeof text.empty; hasForm?: boolean }) {
  const [title, why] = text.empty[name];
  const act = hasForm ? (
    <button type="button" className="btn" onClick={() => document.querySelector<HTMLElement>('#order-form [name=size]')?.focus()}>
      {text.goToForm}
    </button>
  ) : undefined;
  return (
    <Nothing title={title} act={act}>
      {why}
    </Nothing>
  );
}

export const Missing = () => <Nothing title={text.missing[0]}>{text.missing[1]}</Nothing>;

export const SignedOut = () => (
  <Nothing
    title={text.signedOut[0]}
    act={
      <Link to="/sign-in" className="btn primary">
        {everywhere.session.signIn}
      </Link>
    }
  >
    {text.signedOut[1]}
  </Nothing>
);
