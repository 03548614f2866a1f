using Peregrine.Core;

namespace Peregrine.Twin;

/// <summary>Parts of liquidations that ask makers before they meet the book (docs/liquidation.md).</summary>
public sealed partial class TwinEngine
{
    private TwinAuction? AuctionOf(TwinPart part) => _s.Auctions.Values.FirstOrDefault(a => a.Part == part);

    private static bool IsHopeless(long equity, long margin) => 3 * (Int128)equity < 2 * (Int128)margin;

    /// <summary>Only of who has two thirds of his margin, where any order could ask.</summary>
    private bool AsksMakersFor(TwinPart part, TwinMarket market, Closing plan)
    {
        if (policy.ClosesAll || IsHopeless(plan.Equity, MaintenanceOf(part))) return false;
        if (!market.AuctionsOn || market.State != MarketState.Open || market.Prices != PriceState.Fresh || _s.Auctions.Count >= AuctionsMost) return false;
        return plan.Asked * plan.Limit * market.Tv >= market.AuctionNotionalMin && !_s.Auctions.ContainsKey(OrderId.Of(_seq, _nextEngineIndex).Value);
    }

    /// <summary>When its time has come the part is asked anew. What is no partial close any more waits for its turn, which comes at once.</summary>
    private void EndForcedAuction(TwinAuction auction)
    {
        TwinPart part = auction.Part!.Value;
        TwinMarket market = Market(_s.Orders[auction.Order].Market);
        TwinCase c = _s.Cases.Single(x => x.Part == part);
        SettleFundingOf(part.Account);
        if (c.DueNs != 0) PutLast(c, 0);
        long equity = EquityOf(part), margin = MaintenanceOf(part);
        bool partial = equity < margin && !IsHopeless(equity, margin) && Position(part.Account, market.Id).Size != 0;
        if (!partial || _s.Queue.Count > 0 || RightIn(part, market) == Right.Nothing || Spares(part, market))
        {
            StopAuction(auction, CancelReason.Liquidation);
            return;
        }
        c.LastSeq = _seq;
        (_committed, _lastClosed) = (0, 0);
        CloseOn(c, auction);
    }

    /// <summary>No more than makers heard of, no more than is needed now, and at the better of both limits.</summary>
    private Closing AskedAnew(TwinAuction auction, Closing plan)
    {
        TwinOrder o = _s.Orders[auction.Order];
        long asked = Math.Min(plan.Asked, o.Rest);
        if (asked < o.Rest) Cut(o, o.Rest - asked, CancelReason.Liquidation);
        o.Price = Nearer(o.IsBuy ? -1 : 1, plan.Limit, o.Price);
        return plan with { Asked = asked, Limit = o.Price };
    }
}
