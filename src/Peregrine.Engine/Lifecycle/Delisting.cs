using Peregrine.Core;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>Announces the end of a market and keeps its dates.</summary>
internal sealed class Delisting(EngineState state, Timers timers, MarketStates states, SettlementWatch watch, Settlement settlement)
{
    private const long Day = 86_400_000_000_000;
    private const long NoticeMinNs = 7 * Day;
    private const long NoticeMaxNs = 366 * Day;

    public RejectCode Announce(in Command command, ref Outcome outcome)
    {
        ref readonly DelistMarket body = ref Command.Body<DelistMarket>(in command);
        if (!state.HasMarket(body.Market)) return RejectCode.UnknownMarket;
        Market market = state.Markets[body.Market];
        SettlementState end = market.Life.Settlement;
        if (end.Phase != 0) return RejectCode.AlreadyDone;
        if (body.SettleAtNs < state.NowNs + NoticeMinNs) return RejectCode.NoticeTooShort;
        if (body.SettleAtNs > state.NowNs + NoticeMaxNs) return RejectCode.BadValue;
        long reduceOnlyAt = body.ReduceOnlyAtNs == 0 ? state.NowNs : body.ReduceOnlyAtNs;
        if (reduceOnlyAt < state.NowNs || reduceOnlyAt > body.SettleAtNs) return RejectCode.BadValue;
        // From here on nothing may fail.
        end.Phase = SettlementPhase.Announced;
        (end.NoticeNs, end.ReduceOnlyAtNs, end.SettleAtNs, end.NoticeMark) = (state.NowNs, reduceOnlyAt, body.SettleAtNs, market.Mark);
        market.IsEnding = true;
        watch.Begin(market);
        state.Events.Add(0, market.Id, new DelistingAnnounced
        {
            ReduceOnlyAtNs = reduceOnlyAt,
            SettleAtNs = body.SettleAtNs,
            Mark = market.Mark,
            Reason = body.Reason,
        });
        if (reduceOnlyAt == state.NowNs) BeginReduceOnly(market);
        else Load(market);
        outcome.Detail1 = market.Id;
        return RejectCode.None;
    }

    /// <summary>The first of the dates to come is here.</summary>
    public void Due(int id)
    {
        Market market = state.Markets[id];
        market.Life.Settlement.Timer = 0;
        if (market.Life.Settlement.ReduceOnlyAtNs == 0) settlement.Begin(market, StateReasons.Ending);
        else BeginReduceOnly(market);
    }

    private void BeginReduceOnly(Market market)
    {
        market.Life.Settlement.ReduceOnlyAtNs = 0;
        Load(market);
        if (market.State == MarketState.Open) states.Enter(market, MarketState.ReduceOnly, StateReasons.Ending);
    }

    /// <summary>Waits for the next date.</summary>
    public void Load(Market market)
    {
        SettlementState end = market.Life.Settlement;
        if (end.Phase != SettlementPhase.Announced) return;
        long due = end.ReduceOnlyAtNs == 0 ? end.SettleAtNs : end.ReduceOnlyAtNs;
        end.Timer = timers.Add(due, TimerKind.Mode, market.Id, market.Id);
    }
}
