import type { ComponentType } from 'react';
import { type Lazily, lazily } from './lazily';
import { match } from './router';

export interface PageProps {
  /** What the pattern's `:names` found in the address. */
  readonly params: Readonly<Record<string, string>>;
}

export interface RouteEntry {
  readonly pattern: string;
  readonly page: Lazily<PageProps>;
  /** The navigation entry that is current on this page. */
  readonly section: string;
}

const page = (load: () => Promise<{ default: ComponentType<PageProps> }>) => lazily(load);

/** Every page, the first that fits. Each is a bundle of its own; a page's default export takes `params`. */
export const routes: readonly RouteEntry[] = [
  { pattern: '/trade/:market', section: 'trade', page: page(() => import('@/features/trade/TradePage')) },
  { pattern: '/markets', section: 'markets', page: page(() => import('@/features/markets/MarketsPage')) },
  { pattern: '/markets/:market', section: 'markets', page: page(() => import('@/features/markets/MarketPage')) },
  { pattern: '/portfolio/*', section: 'portfolio', page: page(() => import('@/features/portfolio/PortfolioPage')) },
  { pattern: '/status', section: 'status', page: page(() => import('@/features/status/StatusPage')) },
  { pattern: '/more', section: 'more', page: page(() => import('@/features/more/MorePage')) },
  { pattern: '/ops/*', section: 'ops', page: page(() => import('@/features/ops/OpsPage')) },
  { pattern: '/history/*', section: 'portfolio', page: page(() => import('@/features/history/HistoryPage')) },
  { pattern: '/liquidity', section: 'liquidity', page: page(() => import('@/features/liquidity/LiquidityPage')) },
  { pattern: '/explain', section: 'explain', page: page(() => import('@/features/explain/ExplainPage')) },
  { pattern: '/explain/proof', section: 'explain', page: page(() => import('@/features/explain/ProofPage')) },
  { pattern: '/explain/:seq/:index', section: 'explain', page: page(() => import('@/features/explain/StoryPage')) },
  { pattern: '/notifications', section: 'account', page: page(() => import('@/features/notifications/NotificationsPage')) },
  { pattern: '/sign-up', section: 'account', page: page(() => import('@/features/account/SignUpPage')) },
  { pattern: '/account/*', section: 'account', page: page(() => import('@/features/account/AccountPage')) },
  { pattern: '/sign-in/:provider', section: 'account', page: page(() => import('@/features/account/ArrivalPage')) },
  { pattern: '/confirm-email', section: 'account', page: page(() => import('@/features/account/ConfirmEmailPage')) },
  { pattern: '/keep-second-factor', section: 'account', page: page(() => import('@/features/account/KeepFactorPage')) },
  { pattern: '/stop-second-factor', section: 'account', page: page(() => import('@/features/account/StopFactorPage')) },
  { pattern: '/way-back', section: 'account', page: page(() => import('@/features/account/WayBackPage')) },
  { pattern: '/forgot-password', section: 'account', page: page(() => import('@/features/account/ForgotPasswordPage')) },
  { pattern: '/reset-password', section: 'account', page: page(() => import('@/features/account/ResetPasswordPage')) },
  { pattern: '/sandbox/:provider', section: 'account', page: page(() => import('@/features/account/PlayedProviderPage')) },
  { pattern: '/mailbox', section: 'account', page: page(() => import('@/features/account/MailboxPage')) },
  { pattern: '/sign-in', section: 'account', page: page(() => import('@/features/account/SignInPage')) },
];

/** The page of an address, and what its pattern found there. */
export function routeOf(path: string): { readonly route: RouteEntry; readonly params: PageProps['params'] } | null {
  for (const route of routes) {
    const params = match(route.pattern, path);
    if (params !== null) return { route, params };
  }
  return null;
}
