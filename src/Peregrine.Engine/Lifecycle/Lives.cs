using Peregrine.Core;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Borrow;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Snapshots;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>The handlers of markets' lives and of changes, wired once with lending, and what they ask before and after a command.</summary>
internal sealed class Lives
{
    private readonly EngineState _state;
    private readonly Settlement _settlement;
    private readonly LendingWorks _lending;
    private readonly VenueRestart _restart;

    public Lives(
        EngineState state, Timers timers, MarketStates states, SettlementWatch watch, Settlement settlement, LendingWorks lending, OrderAuctions auctions)
    {
        _state = state;
        States = states;
        _settlement = states.Settlement = settlement;
        _lending = lending;
        Delisting = new Delisting(state, timers, states, watch, settlement);
        _restart = new VenueRestart(state);
        Changes = new ChangeDesk(state, timers, new ParameterTable(state, lending.Hours));
        Schedule = new LifeSchedule(states, Delisting, settlement, Changes, lending.Hours, lending.Conversions, auctions);
    }

    public MarketStates States { get; }
    public Delisting Delisting { get; }
    public ChangeDesk Changes { get; }
    public LendDesk Lending => _lending.Desk;
    public LifeSchedule Schedule { get; }

    /// <summary>Something of it all has work at a command's end; nearly never.</summary>
    public bool HasWork => _settlement.HasWork || _lending.Conversions.HasWork || States.HasReturning;

    public void Work()
    {
        if (_settlement.HasWork)
        {
            _settlement.Work();
            // Loans are compared once what they owe has been paid, also where a settlement touched them.
            if (_state.Loans.HasDue) PayInterest();
        }
        if (_lending.Conversions.HasWork) _lending.Conversions.Work();
        if (States.HasReturning) States.Return();
    }

    /// <summary>What loans that changed owe for the time before.</summary>
    public void PayInterest() => _lending.Interest.PayDue();

    /// <summary>Loans changed: their interest so far is paid, and somebody may have too little behind his.</summary>
    public void FinishLoans()
    {
        if (_state.Loans.HasDue) PayInterest();
        _lending.Conversions.Note();
    }

    /// <summary>Operators' commands of these kinds, but for those after which triggers look at a market again.</summary>
    public RejectCode Venue(in Command command, ref Outcome outcome) => command.Header.Kind switch
    {
        CommandKind.VenueReady => _restart.Ready(),
        CommandKind.EndFounding => Changes.EndFounding(),
        CommandKind.ProposeChange => Changes.Propose(in command, ref outcome),
        CommandKind.ApproveChange => Changes.Approve(in command, ref outcome),
        CommandKind.DropChange => Changes.Drop(in command, ref outcome),
        CommandKind.ProposeCommand => Changes.ProposeCommand(in command, ref outcome),
        CommandKind.GrantRole => Grant(in Command.Body<GrantRole>(in command)),
        CommandKind.AllowFactorReset => Allow(in Command.Body<AllowFactorReset>(in command)),
        _ => RejectCode.BadValue,
    };

    private RejectCode Grant(in GrantRole grant)
    {
        if (grant.Person <= 0 || grant.Role <= 0) return RejectCode.BadValue;
        _state.Events.Add(0, 0, new RoleGranted { Person = grant.Person, Role = grant.Role });
        return RejectCode.None;
    }

    private RejectCode Allow(in AllowFactorReset reset)
    {
        if (reset.Person <= 0) return RejectCode.BadValue;
        _state.Events.Add(0, 0, new FactorResetAllowed { Person = reset.Person });
        return RejectCode.None;
    }

    public LifeKeepers KeepersWith(AuctionBook auctions) => new(States, Delisting, _settlement, Changes, _lending.Hours, auctions);
}
