import { useRequest } from '@/stores/request';
import { account } from '@/streams/account';
import { pages } from '@/text/pages';
import { ByMarket } from './ByMarket';
import { Collateral } from './Collateral';
import { Curve } from './Curve';
import type { DayWire } from './days';
import { Figures } from './Figures';
import { Positions } from './Positions';
import { useAccountModel } from './useAccountModel';
import { WhatIf } from './WhatIf';

export function Overview() {
  const { model, assets } = useAccountModel();
  const figures = account.use((a) => a.figures);
  const days = useRequest<{ rows: DayWire[] }>('/portfolio', { everyMs: 60_000 });
  const isOld = account.use((a) => a.phase === 'lost');
  if (model === null) return <p className="waiting" aria-busy="true">{pages.loading}</p>;
  return (
    <div className="stack" data-old={isOld || undefined}>
      <Figures model={model} figures={figures} days={days.value?.rows ?? null} />
      <div className="halves">
        <div className="stack">
          <Curve told={days} />
          <Positions model={model} />
          <Collateral model={model} assets={assets} />
        </div>
        <div className="stack">
          <WhatIf model={model} />
          <ByMarket />
        </div>
      </div>
    </div>
  );
}
