import { useState } from 'react';
import { Answer } from '@/features/common/Answer';
import { useServerNow } from '@/features/common/useServerNow';
import { formatSteps, stepsOf } from '@/lib/numbers';
import { useRequest } from '@/stores/request';
import { isSignedIn, useSession } from '@/stores/session';
import { markets } from '@/streams/markets';
import { liquidityText as words } from '@/text/liquidity';
import { Card } from '@/ui/Card';
import { Nothing } from '@/ui/Nothing';
import { WideTable } from '@/ui/WideTable';
import { type AuctionWire, withMine } from './auctions';
import { QuoteDialog } from './QuoteDialog';

/** Auctions are short: they are asked for often while the page is seen. */
const EveryMs = 400;

/** Orders that ask for better prices now, and quoting in them. */
export default function LiquidityPage() {
  const open = useRequest<{ auctions: AuctionWire[] }>('/auctions', { everyMs: EveryMs });
  const isIn = useSession(isSignedIn);
  const mine = useRequest<{ auctions: AuctionWire[] }>(isIn && open.value !== null ? '/auctions/mine' : null, { everyMs: EveryMs });
  const [quoted, setQuoted] = useState<AuctionWire | null>(null);
  return (
    <main id="main" tabIndex={-1} className="page">
      <div className="page-inner">
        <div className="page-head">
          <div>
            <h1>{words.title}</h1>
            <p className="lead">{words.lead}</p>
          </div>
        </div>
        <Card title={words.open}>
          <Answer of={open} missing={<Nothing title={words.missing} />}>
            {({ auctions }) =>
              auctions.length === 0 ? <Nothing title={words.none}>{words.noneWhy}</Nothing> : <Table rows={withMine(auctions, mine.value?.auctions ?? [])} onQuote={isIn ? setQuoted : null} />
            }
          </Answer>
        </Card>
        {quoted && <QuoteDialog auction={quoted} onClose={() => setQuoted(null)} />}
      </div>
    </main>
  );
}

const Table = ({ rows, onQuote }: { rows: readonly AuctionWire[]; onQuote: ((auction: AuctionWire) => void) | null }) => (
  <WideTable label={words.open} look="roomy">
    <thead>
      <tr>
        <th scope="col">{words.market}</th>
        <th scope="col" className="left">{words.side}</th>
        <th scope="col">{words.size}</th>
        <th scope="col">{words.limit}</th>
        <th scope="col">{words.touch}</th>
        <th scope="col">{words.ends}</th>
        <th scope="col" className="left">{words.mine}</th>
        <th scope="col"><span className="sr">{words.quote}</span></th>
      </tr>
    </thead>
    <tbody>
      {rows.map((auction) => (
        <Auction key={auction.auction} auction={auction} onQuote={onQuote} />
      ))}
    </tbody>
  </WideTable>
);

function Auction({ auction, onQuote }: { auction: AuctionWire; onQuote: ((auction: AuctionWire) => void) | null }) {
  const market = markets.use((m) => m.byName.get(auction.market));
  const left = Math.max(0, auction.endsAt - useServerNow(100));
  const price = (text: string | undefined): string => (text === undefined || market === undefined ? (text ?? '—') : formatSteps(stepsOf(text, market.tick) ?? 0n, market.tick));
  return (
    <tr>
      <th scope="row">{auction.market}</th>
      <td className={`left ${auction.side === 'buy' ? 'up' : 'down'}`}>{auction.side === 'buy' ? `▲ ${words.buy}` : `▼ ${words.sell}`}</td>
      <td>{auction.sizeBucket}</td>
      <td>{price(auction.limit)}</td>
      <td>{price(auction.touch)}</td>
      <td>{left === 0 ? words.ended : `${String(left)} ms`}</td>
      <td className="left">{auction.orderId !== undefined ? words.own : auction.quoteQty === undefined ? '' : words.yours(auction.quoteQty, price(auction.quotePrice))}</td>
      <td>
        {onQuote !== null && auction.orderId === undefined && (
          <button type="button" className="btn sm" onClick={() => onQuote(auction)}>
            {words.quote}
          </button>
        )}
      </td>
    </tr>
  );
}
