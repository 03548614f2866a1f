import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { installWorker } from './app/worker';
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

applyLook();
connection.start();
followAccount();
followLiquidations();
followNotices();
followAttention();
void resumeSession();
loadMarkets();
// While the terminal is being worked on, files must be the newest.
if (import.meta.env.PROD) installWorker();

// The terms are needed by everything; a venue that is still starting is asked again.
function loadMarkets(): void {
  followMarkets().catch(() => setTimeout(loadMarkets, RetryMs));
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
