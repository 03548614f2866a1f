import { Link } from '@/app/Link';
import type { PageProps } from '@/app/routes';
import { Answer } from '@/features/common/Answer';
import { SignedIn } from '@/features/common/SignedIn';
import { useMoment } from '@/features/common/useMoment';
import { useRequest } from '@/stores/request';
import { explainText as words } from '@/text/explain';
import { Nothing } from '@/ui/Nothing';
import { CheckTable } from './CheckTable';
import type { ExplanationWire } from './explanation';
import { LiquidationStory } from './LiquidationStory';
import { MarkChart } from './MarkChart';

/** One event as a story in numbers, from its receipt. */
export default function StoryPage({ params }: PageProps) {
  return (
    <main id="main" tabIndex={-1} className="page">
      <div className="page-inner story">
        <p className="crumbs">
          <Link to="/explain" className="link">{words.title}</Link> / {params['seq']}-{params['index']}
        </p>
        <SignedIn why={words.why}>
          <Story path={`/explain/${params['seq'] ?? ''}/${params['index'] ?? ''}`} />
        </SignedIn>
      </div>
    </main>
  );
}

function Story({ path }: { path: string }) {
  const told = useRequest<ExplanationWire>(path);
  return (
    <Answer of={told} missing={<Nothing title={words.missing} />}>
      {(explanation) => {
        const theme = themeOf(explanation.kind);
        return (
          <>
            <Head explanation={explanation} theme={theme} />
            {theme === 'liquidation' ? <LiquidationStory of={explanation} /> : <Plain of={explanation} />}
          </>
        );
      }}
    </Answer>
  );
}

type Theme = keyof typeof words.intro;

function themeOf(kind: string): Theme {
  if (kind === 'adlApplied') return 'adl';
  if (kind === 'fundingPaid') return 'funding';
  if (kind === 'fundingStarted') return 'rate';
  if (kind === 'orderTriggered') return 'trigger';
  return words.kinds[kind] === undefined ? 'other' : 'liquidation';
}

function Head({ explanation, theme }: { explanation: ExplanationWire; theme: Theme }) {
  const moment = useMoment();
  const market = explanation.market ?? '';
  const title = theme === 'other' ? words.titles.other : words.titles[theme](market);
  return (
    <header className="story-head">
      <h1>{title}</h1>
      <p>
        {moment(explanation.time)} · {words.intro[theme]}
      </p>
    </header>
  );
}

const Plain = ({ of }: { of: ExplanationWire }) => (
  <div className="stack">
    {of.market !== undefined && <MarkChart market={of.market} time={of.time} />}
    <section className="stack" aria-label={words.steps.check}>
      <h2>{words.steps.check}</h2>
      <CheckTable explanations={[of]} />
    </section>
  </div>
);
