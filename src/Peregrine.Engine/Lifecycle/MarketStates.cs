using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>Moves markets from state to state, by operators only.</summary>
internal sealed class MarketStates(EngineState state)
{
    public RejectCode Set(in Command command, ref Outcome outcome)
    {
        ref readonly SetMarketState body = ref Command.Body<SetMarketState>(in command);
        if (body.State is < MarketState.Draft or > MarketState.Settled) return RejectCode.BadValue;
        if (!state.HasMarket(body.Market)) return RejectCode.UnknownMarket;
        Market market = state.Markets[body.Market];
        if (!MarketRules.MayMove(market.State, body.State)) return RejectCode.BadTransition;
        // From here on nothing may fail.
        market.State = body.State;
        market.Risk.Trust.Moved(body.State, state.NowNs);
        state.Events.Add(0, market.Id, new MarketStateChanged { State = body.State, Reason = body.Reason });
        outcome.Detail1 = market.Id;
        return RejectCode.None;
    }

    /// <summary>The engine's own halt, of a market whose prices cannot be relied on at all.</summary>
    public void Halt(Market market, int reason)
    {
        bool lives = market.State is not (MarketState.Draft or MarketState.Halted or MarketState.Settling or MarketState.Settled);
        if (!lives) return;
        market.State = MarketState.Halted;
        market.Risk.Trust.Moved(market.State, state.NowNs);
        state.Events.Add(0, market.Id, new MarketStateChanged { State = market.State, Reason = reason });
    }
}
