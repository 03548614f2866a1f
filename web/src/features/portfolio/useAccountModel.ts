import { useMemo } from 'react';
import type { StressedAccount } from '@/lib/stress/account';
import { useRequest } from '@/stores/request';
import { account } from '@/streams/account';
import { markets } from '@/streams/markets';
import { accountOf, type AssetWire } from './model';

/** The account that acts, ready to be reckoned with; null until its snapshot and the assets' terms are there. */
export function useAccountModel(): { model: StressedAccount | null; assets: readonly AssetWire[] } {
  const assets = useRequest<{ assets: AssetWire[] }>('/assets', { everyMs: 15_000 }).value?.assets;
  const phase = account.use((a) => a.phase);
  const positions = account.use((a) => a.positions);
  const orders = account.use((a) => a.orders);
  const balances = account.use((a) => a.balances);
  const byName = markets.use((m) => m.byName);
  const tickers = markets.use((m) => m.tickers);
  const isThere = (phase === 'live' || phase === 'lost') && assets !== undefined && byName.size > 0;
  const model = useMemo(
    () => (isThere ? accountOf({ positions: positions.values(), orders: orders.values(), balances: balances.values(), assets, markets: byName, tickers }) : null),
    [isThere, positions, orders, balances, assets, byName, tickers],
  );
  return { model, assets: assets ?? [] };
}
