import { Suspense } from 'react';
import { text } from '@/text/en';
import { Nothing } from '@/ui/Nothing';
import { Toasts } from '@/ui/Toasts';
import { Banner } from './Banner';
import { Boundary } from './Boundary';
import { homeOf } from './home';
import { Link } from './Link';
import { PhoneTabs } from './PhoneTabs';
import { go, usePath } from './router';
import { routeOf } from './routes';
import { StatusBar } from './StatusBar';
import { StepUp } from './StepUp';
import { Strip } from './Strip';
import { TopBar } from './TopBar';

export function App() {
  const path = usePath();
  const entry = routeOf(path);
  const Page = entry?.route.page.component;
  const home = homeOf(path);
  if (home !== null) queueMicrotask(() => go(home, { replace: true }));
  const section = entry?.route.section ?? '';
  return (
    <div className="app">
      <a className="skip" href={section === 'trade' ? '#order-form' : '#main'}>
        {section === 'trade' ? text.app.skip : text.app.skipBars}
      </a>
      <Strip />
      <TopBar section={section} />
      <Banner />
      <Boundary key={entry?.route.pattern ?? path}>
        <Suspense fallback={<main id="main" tabIndex={-1} className="page" aria-busy="true" />}>
          {entry && Page ? <Page params={entry.params} /> : <Lost isRoot={home !== null} />}
        </Suspense>
      </Boundary>
      <StatusBar />
      <PhoneTabs section={section} />
      <StepUp />
      <Toasts />
    </div>
  );
}

function Lost({ isRoot }: { isRoot: boolean }) {
  if (isRoot) return <main id="main" tabIndex={-1} className="page" aria-busy="true" />;
  const { title, text: why, act } = text.app.notFound;
  return (
    <main id="main" tabIndex={-1} className="page">
      <Nothing
        title={title}
        act={
          <Link to="/trade" className="btn">
            {act}
          </Link>
        }
      >
        {why}
      </Nothing>
    </main>
  );
}
