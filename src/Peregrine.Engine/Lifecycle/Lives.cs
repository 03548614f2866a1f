using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Borrow;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Snapshots;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>The handlers of markets' lives, of changes and of lending, wired once, and what they ask before and after a command.</summary>
internal sealed class Lives
{
    private readonly EngineState _state;
    private readonly Settlement _settlement;
    private readonly VenueRestart _restart;
    private readonly InterestDesk _interest;
    private readonly LendingHours _hours;
    private readonly Conversions _conversions;

    public Lives(
        EngineState state, Timers timers, MarginBook margin, LimitBook limits, TriggerRunner references, OrderCancels cancels,
        MakerAftermath aftermath, Uncross uncross, OrderAuctions auctions, Collateral collateral)
    {
        _state = state;
        States = new MarketStates(state, timers, uncross, references, auctions);
        Watch = new SettlementWatch(state);
        _settlement = States.Settlement = new Settlement(state, timers, margin, States, Watch, cancels, aftermath);
        Delisting = new Delisting(state, timers, States, Watch, _settlement);
        _restart = new VenueRestart(state);
        _interest = new InterestDesk(state);
        _hours = new LendingHours(state, timers, _interest);
        _conversions = new Conversions(state, collateral);
        Lending = new LendDesk(state, limits, collateral);
        Changes = new ChangeDesk(state, timers, new ParameterTable(state, _hours));
        Schedule = new LifeSchedule(States, Delisting, _settlement, Changes, _hours, _conversions, auctions);
    }

    public MarketStates States { get; }
    public SettlementWatch Watch { get; }
    public Delisting Delisting { get; }
    public ChangeDesk Changes { get; }
    public LendDesk Lending { get; }
    public LifeSchedule Schedule { get; }

    /// <summary>Something of it all has work at a command's end; nearly never.</summary>
    public bool HasWork => _settlement.HasWork || _conversions.HasWork || States.HasReturning;

    public void Work()
    {
        if (_settlement.HasWork) _settlement.Work();
        if (_conversions.HasWork) _conversions.Work();
        if (States.HasReturning) States.Return();
    }

    /// <summary>Loans changed: their interest so far is paid, and somebody may have too little behind his.</summary>
    public void FinishLoans()
    {
        if (_state.Loans.HasDue) _interest.PayDue();
        _conversions.Note();
    }

    /// <summary>Loans are compared with their collateral again, at its new price.</summary>
    public RejectCode AssetPriced(RejectCode code)
    {
        if (code == RejectCode.None) _conversions.Revisit();
        return code;
    }

    /// <summary>Operators' commands of these kinds, but for those after which triggers look at a market again.</summary>
    public RejectCode Venue(in Command command, ref Outcome outcome) => command.Header.Kind switch
    {
        CommandKind.VenueReady => _restart.Ready(),
        CommandKind.EndFounding => Changes.EndFounding(),
        CommandKind.ProposeChange => Changes.Propose(in command, ref outcome),
        CommandKind.ApproveChange => Changes.Approve(in command, ref outcome),
        CommandKind.DropChange => Changes.Drop(in command, ref outcome),
        _ => RejectCode.BadValue,
    };

    public LifeKeepers KeepersWith(AuctionBook auctions) => new(States, Delisting, _settlement, Changes, _hours, auctions);
}
