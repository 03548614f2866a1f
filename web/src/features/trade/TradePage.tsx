import { useEffect } from 'react';
import type { PageProps } from '@/app/routes';
import { usePreferences } from '@/stores/preferences';
import { markets } from '@/streams/markets';
import { Nothing } from '@/ui/Nothing';

export default function TradePage({ params }: PageProps) {
  const name = params['market'] ?? '';
  const isLoaded = markets.use((m) => m.isLoaded);
  const market = markets.use((m) => m.byName.get(name));
  const change = usePreferences((p) => p.change);
  useEffect(() => {
    if (market) change({ lastMarket: market.name });
  }, [market, change]);
  if (!isLoaded) return <main id="main" tabIndex={-1} className="page" aria-busy="true" />;
  if (!market) {
    return (
      <main id="main" tabIndex={-1} className="page">
        <Nothing title={`No market called ${name}`} />
      </main>
    );
  }
  return <main id="main" tabIndex={-1} className="page">{market.name}</main>;
}
