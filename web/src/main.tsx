import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { homeOf } from './app/home';
import { go } from './app/router';
import { routeOf } from './app/routes';
import { installWorker } from './app/worker';
import { followKept } from './stores/kept';
import { applyLook } from './stores/preferences';
import { resumeSession } from './stores/session';
import { followAccount } from './streams/account';
import { connection } from './streams/connection';
import { followMarkets } from './streams/markets';
import { followAttention } from './trading/attention';
import { followLiquidations } from './trading/liquidations';
import { followNotices } from './trading/notices';
import './styles/index.css';

const RetryMs = 2_000;
const PatienceMs = 250;

applyLook();
connection.start();
followAccount();
followLiquidations();
followNotices();
followAttention();
followKept();
void resumeSession();
loadMarkets();
// While the terminal is being worked on, files must be the newest.
if (import.meta.env.PROD) installWorker();

// The terms are needed by everything; a venue that is still starting is asked again.
function loadMarkets(): void {
  followMarkets().catch(() => setTimeout(loadMarkets, RetryMs));
}

void show();

/** The page first where it comes as soon as its frame does; a slow line shows the frame alone meanwhile. Nobody may wait for this within a module: pages import what is in this one. */
async function show(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no root.');
  const home = homeOf(location.pathname);
  if (home !== null) go(home, { replace: true });
  // A page that cannot be fetched says so where it would stand.
  const prepared = routeOf(location.pathname)?.route.page.prepare().catch(() => undefined);
  await Promise.race([prepared, new Promise((resolve) => setTimeout(resolve, PatienceMs))]);
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
