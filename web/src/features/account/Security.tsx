import { Links } from './Links';
import { SecondFactor } from './SecondFactor';

/** What it takes to get in. */
export const Security = () => (
  <div className="stack">
    <SecondFactor />
    <Links />
  </div>
);
