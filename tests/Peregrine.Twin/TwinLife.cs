using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>How a market moves from state to state, alone and by operators, and how it comes back from a halt and a restart.</summary>
public sealed partial class TwinEngine
{
    private const int ByRestart = -1;
    private const int ByAuctionsEnd = -2;
    private const int ByIndex = -4;
    private const long CancelsFor = 60 * Second;
    private const long QuotesFor = 30 * Second;

    /// <summary>Where limit orders gather and nothing matches before an uncross.</summary>
    private static bool Gathers(MarketState state) => state is MarketState.PreOpen or MarketState.Auction;

    private static bool IsCrossed(TwinMarket m) => m.Bids.Count > 0 && m.Asks.Count > 0 && m.Bids[0].Price >= m.Asks[0].Price;

    private RejectCode MayMove(TwinMarket market, MarketState to)
    {
        if (to == MarketState.Settling) return MayEndNow(market);
        if (to == MarketState.Open && market.State == MarketState.ReduceOnly && WindsDown(market)) return RejectCode.BadTransition;
        bool climbs = market.Climbs;
        bool arrow = (market.State, to) switch
        {
            (MarketState.Draft, MarketState.PreOpen) or (MarketState.PreOpen, MarketState.Open) => true,
            (MarketState.Open, MarketState.ReduceOnly or MarketState.PostOnly or MarketState.CancelOnly or MarketState.Auction or MarketState.Halted) => true,
            (MarketState.ReduceOnly, MarketState.Open) or (MarketState.Auction, MarketState.Open) => true,
            (MarketState.PostOnly or MarketState.CancelOnly, MarketState.Open) => !climbs,
            (MarketState.Halted, MarketState.CancelOnly) => true,
            (MarketState.CancelOnly, MarketState.PostOnly) or (MarketState.PostOnly, MarketState.Auction) => true,
            _ => false,
        };
        if (!arrow) return RejectCode.BadTransition;
        bool early = climbs && ((to == MarketState.PostOnly && _now - market.SinceNs < CancelsFor) || (to == MarketState.Auction && _now - market.SinceNs < QuotesFor));
        return early ? RejectCode.TooEarly : RejectCode.None;
    }

    private RejectCode Move(in SetMarketState body)
    {
        if (MarketOrNull(body.Market) is not { } market) return RejectCode.UnknownMarket;
        RejectCode code = MayMove(market, body.State);
        if (code != RejectCode.None) return code;
        if (Matches(body.State) && IsCrossed(market) && market.Prices != PriceState.Fresh) return RejectCode.PriceState;
        market.ReturnsTo = null;
        if (body.State == MarketState.Settling) EndNow(market, body.Reason);
        else Enter(market, body.State, body.Reason);
        _answer.Detail1 = market.Id;
        return RejectCode.None;
    }

    /// <summary>A book that gathered orders is uncrossed first. From its last days a market comes back no further than to reduce.</summary>
    private void Enter(TwinMarket market, MarketState state, int reason)
    {
        if (state == MarketState.Open && WindsDown(market)) state = MarketState.ReduceOnly;
        if (Matches(state) && IsCrossed(market)) Uncross(market);
        market.AuctionEndsNs = 0;
        ChangeState(market, state, reason);
    }

    private void ChangeState(TwinMarket market, MarketState state, int reason)
    {
        if (market.State == MarketState.Open && state != MarketState.Open) StopAuctions(market);
        market.State = state;
        market.SinceNs = _now;
        if (state == MarketState.Halted) market.Climbs = true;
        if (Matches(state)) market.Climbs = false;
        market.StateDirty = true;
        TrustState(market);
        Tell(0, market.Id, new MarketStateChanged { State = state, Reason = reason });
        Look(market);
    }

    private RejectCode Call(in CallAuction body)
    {
        if (MarketOrNull(body.Market) is not { } market) return RejectCode.UnknownMarket;
        if (body.DurationNs is < Second or > Hour) return RejectCode.BadValue;
        if (!Gathers(market.State))
        {
            RejectCode code = MayMove(market, MarketState.Auction);
            if (code != RejectCode.None) return code;
            market.ReturnsTo = null;
            ChangeState(market, MarketState.Auction, body.Reason);
        }
        SetAuction(market, _now + body.DurationNs, body.Reason);
        _answer.Detail1 = market.Id;
        return RejectCode.None;
    }

    private void SetAuction(TwinMarket market, long endsAtNs, int reason)
    {
        market.AuctionEndsNs = endsAtNs;
        Tell(0, market.Id, new AuctionSet { EndsAtNs = endsAtNs, Reason = reason });
    }

    /// <summary>One price for everybody needs a reference that somebody trusts.</summary>
    private void EndAuction(TwinMarket market)
    {
        if (IsCrossed(market) && market.Prices != PriceState.Fresh) SetAuction(market, _now + Second, ByAuctionsEnd);
        else Enter(market, MarketState.Open, ByAuctionsEnd);
    }

    /// <summary>What traded takes cancels only, until the gateways are back and its prices are fresh.</summary>
    private void RestartMarkets(long down)
    {
        _s.Ready = false;
        foreach (TwinMarket market in _s.Markets)
        {
            if (market.Feed is not null) market.Feed.AwaitsFirst = true;
            if (market.State is MarketState.Open or MarketState.ReduceOnly or MarketState.PostOnly)
            {
                if (!market.Climbs) market.ReturnsTo = market.State;
                ChangeState(market, MarketState.CancelOnly, ByRestart);
            }
            if (market.AuctionEndsNs == 0) continue;
            long end = Math.Max(market.AuctionEndsNs + down, _now + 30 * Second);
            if (end != market.AuctionEndsNs) SetAuction(market, end, ByRestart);
        }
    }

    private RejectCode BeReady()
    {
        if (_s.Ready) return RejectCode.AlreadyDone;
        _s.Ready = true;
        return RejectCode.None;
    }

    /// <summary>At the end of a command that finds its prices fresh a market goes back to where it was before the restart.</summary>
    private void ReturnMarkets()
    {
        if (!_s.Ready) return;
        foreach (TwinMarket market in _s.Markets.Where(m => m.ReturnsTo is not null && m.Prices == PriceState.Fresh).ToList())
        {
            MarketState back = market.ReturnsTo!.Value;
            market.ReturnsTo = null;
            Enter(market, back, ByRestart);
        }
    }
}
