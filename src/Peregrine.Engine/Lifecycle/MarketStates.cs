using Peregrine.Core;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>Moves markets from state to state: by operators, at the end of an auction, after a restart, at the end of a market.</summary>
internal sealed class MarketStates(EngineState state, Timers timers, Uncross uncross, OrderAuctions auctions)
{
    private const long Second = 1_000_000_000;
    /// <summary>What a market spends at least on each step back from a halt (domain §10.8).</summary>
    private const long CancelOnlyMinNs = 60 * Second;
    private const long PostOnlyMinNs = 30 * Second;
    private const long AuctionMaxNs = 3600 * Second;
    private const long AuctionAfterRestartNs = 30 * Second;

    private int _returning;

    /// <summary>Set once, because settling moves markets too.</summary>
    public Settlement? Settlement { get; set; }

    public RejectCode Set(in Command command, ref Outcome outcome)
    {
        ref readonly SetMarketState body = ref Command.Body<SetMarketState>(in command);
        if (body.State is < MarketState.Draft or > MarketState.Settled) return RejectCode.BadValue;
        if (!state.HasMarket(body.Market)) return RejectCode.UnknownMarket;
        Market market = state.Markets[body.Market];
        RejectCode code = Check(market, body.State);
        if (code != RejectCode.None) return code;
        // From here on nothing may fail.
        if (body.State == MarketState.Settling) Settlement!.BeginNow(market, body.Reason);
        else Enter(market, body.State, body.Reason);
        outcome.Detail1 = market.Id;
        return RejectCode.None;
    }

    /// <summary>An auction that ends by itself; before the opening it is the opening.</summary>
    public RejectCode Call(in Command command, ref Outcome outcome)
    {
        ref readonly CallAuction body = ref Command.Body<CallAuction>(in command);
        if (!state.HasMarket(body.Market)) return RejectCode.UnknownMarket;
        if (body.DurationNs is < Second or > AuctionMaxNs) return RejectCode.BadValue;
        Market market = state.Markets[body.Market];
        RejectCode code = market.Gathers ? RejectCode.None : Check(market, MarketState.Auction);
        if (code != RejectCode.None) return code;
        // From here on nothing may fail.
        if (!market.Gathers) Enter(market, MarketState.Auction, body.Reason);
        SetEnd(market, state.NowNs + body.DurationNs, body.Reason);
        outcome.Detail1 = market.Id;
        return RejectCode.None;
    }

    /// <summary>Ends an auction whose time has come. One price for everybody needs a price to trust: without it the market waits.</summary>
    public void EndAuction(int id)
    {
        Market market = state.Markets[id];
        market.Life.AuctionTimer = 0;
        if (market.IsCrossed && market.PriceState != PriceState.Fresh)
        {
            SetEnd(market, state.NowNs + Second, StateReasons.AuctionOver);
            return;
        }
        Enter(market, MarketState.Open, StateReasons.AuctionOver);
    }

    /// <summary>Moves the market and does what the new state asks. Whether it may was asked before.</summary>
    public void Enter(Market market, MarketState to, int reason)
    {
        MarketLife life = market.Life;
        // From its last days a market comes back no further than this.
        if (to == MarketState.Open && IsWindingDown(market)) to = MarketState.ReduceOnly;
        if (market.State == MarketState.Open) auctions.Halt(market);
        if (MarketRules.Matches(to) && market.IsCrossed) uncross.Run(market);
        if (to == MarketState.Halted) life.AfterHalt = true;
        if (MarketRules.Matches(to) && life.AfterHalt)
        {
            life.AfterHalt = false;
            market.Risk.Trust.Reopened(state.NowNs);
        }
        market.State = to;
        life.StateSinceNs = state.NowNs;
        Forget(market);
        state.Events.Add(0, market.Id, new MarketStateChanged { State = to, Reason = reason });
        // What the state allows is another: triggers look at their references again, and whoever can be liquidated now is.
        TriggerRunner.ShowAll(market);
        state.Suspects.MoveMarket(market.Id);
    }

    /// <summary>Stops a market by itself: its index left the bounds that its arithmetic relies on.</summary>
    public void HaltBeyondBounds(Market market)
    {
        if (market.State is MarketState.Draft or MarketState.Halted or MarketState.Settling or MarketState.Settled) return;
        Enter(market, MarketState.Halted, StateReasons.BeyondBounds);
    }

    /// <summary>After downtime: what traded takes cancels only, until prices are fresh and the gateways are back.</summary>
    public void Restart(long downFromNs)
    {
        state.Life.AwaitsReady = true;
        for (int id = 1; id <= state.MarketCount; id++)
        {
            Market market = state.Markets[id];
            if (market.State is MarketState.Open or MarketState.ReduceOnly or MarketState.PostOnly) Interrupt(market);
            else if (market.Life.AuctionEndsNs != 0) Prolong(market, downFromNs);
        }
    }

    /// <summary>Whether a market waits to come back to where a restart found it.</summary>
    public bool HasReturning => _returning != 0;

    /// <summary>Takes back every market whose prices are fresh again, once the gateways are connected.</summary>
    public void Return()
    {
        if (state.Life.AwaitsReady) return;
        for (int id = 1; id <= state.MarketCount && _returning != 0; id++)
        {
            Market market = state.Markets[id];
            if (market.Life.ReturnTo == 0 || market.PriceState != PriceState.Fresh) continue;
            Enter(market, market.Life.ReturnTo, StateReasons.Restart);
        }
    }

    /// <summary>Sets what a market's record asks for after a load.</summary>
    public void Load(Market market)
    {
        if (market.Life.ReturnTo != 0) _returning++;
        if (market.Life.AuctionEndsNs != 0) market.Life.AuctionTimer = timers.Add(market.Life.AuctionEndsNs, TimerKind.AuctionEnd, market.Id, market.Id);
    }

    private RejectCode Check(Market market, MarketState to)
    {
        MarketLife life = market.Life;
        if (!MarketRules.MayMove(market.State, to, life.AfterHalt)) return RejectCode.BadTransition;
        if (to == MarketState.Settling) return Settlement!.MayBeginNow(market);
        if (to == MarketState.Open && market.State == MarketState.ReduceOnly && IsWindingDown(market)) return RejectCode.BadTransition;
        if (life.AfterHalt && state.NowNs - life.StateSinceNs < LeastIn(market.State)) return RejectCode.TooEarly;
        bool trades = MarketRules.Matches(to) && market.IsCrossed;
        return trades && market.PriceState != PriceState.Fresh ? RejectCode.PriceState : RejectCode.None;
    }

    private static long LeastIn(MarketState from) => from switch
    {
        MarketState.CancelOnly => CancelOnlyMinNs,
        MarketState.PostOnly => PostOnlyMinNs,
        MarketState.Draft or MarketState.PreOpen or MarketState.Open or MarketState.ReduceOnly => 0,
        MarketState.Auction or MarketState.Halted or MarketState.Settling or MarketState.Settled => 0,
    };

    private static bool IsWindingDown(Market market) =>
        market.Life.Settlement is { Phase: SettlementPhase.Announced, ReduceOnlyAtNs: 0 };

    private void Interrupt(Market market)
    {
        // Who climbs back from a halt goes on climbing, by operators.
        MarketState found = market.Life.AfterHalt ? default : market.State;
        Enter(market, MarketState.CancelOnly, StateReasons.Restart);
        if (found == 0) return;
        market.Life.ReturnTo = found;
        _returning++;
    }

    // Nobody could be heard meanwhile: the gathering goes on for as long as was left, and a while at least.
    private void Prolong(Market market, long downFromNs)
    {
        long ends = Math.Max(market.Life.AuctionEndsNs + (state.NowNs - downFromNs), state.NowNs + AuctionAfterRestartNs);
        if (ends != market.Life.AuctionEndsNs) SetEnd(market, ends, StateReasons.Restart);
    }

    private void SetEnd(Market market, long endsNs, int reason)
    {
        MarketLife life = market.Life;
        life.AuctionEndsNs = endsNs;
        if (life.AuctionTimer != 0) timers.Move(life.AuctionTimer, endsNs);
        else life.AuctionTimer = timers.Add(endsNs, TimerKind.AuctionEnd, market.Id, market.Id);
        state.Events.Add(0, market.Id, new AuctionSet { EndsAtNs = endsNs, Reason = reason });
    }

    // Whatever else waited for the market belongs to the state it has left.
    private void Forget(Market market)
    {
        MarketLife life = market.Life;
        if (life.ReturnTo != 0) _returning--;
        life.ReturnTo = 0;
        if (life.AuctionTimer != 0) timers.Cancel(life.AuctionTimer);
        (life.AuctionTimer, life.AuctionEndsNs) = (0, 0);
    }
}
