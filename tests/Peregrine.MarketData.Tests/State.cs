using Peregrine.Core;

namespace Peregrine.MarketData.Tests;

/// <summary>A told state taken apart: what the engine says that there is.</summary>
internal sealed class State
{
    public List<(int Market, StateMarket Body)> Markets { get; } = [];
    public List<StateAsset> Assets { get; } = [];
    public List<(int Market, StateTier Body)> Tiers { get; } = [];
    public List<SetFeeTier> FeeTiers { get; } = [];
    public List<(int Account, StateAccount Body)> Accounts { get; } = [];
    public List<(int Account, StateHolding Body)> Holdings { get; } = [];
    public List<(int Account, int Market, StatePosition Body)> Positions { get; } = [];
    public List<(int Account, int Market, StateMmp Body)> Mmps { get; } = [];
    public List<(int Account, int Market, StateOrder Body)> Orders { get; } = [];
    public List<(int Account, int Market, StateTrigger Body)> Triggers { get; } = [];
    public List<(int Account, int Market, StateTwap Body)> Twaps { get; } = [];
    public List<(int Account, int Market, StateExit Body)> Exits { get; } = [];
    public List<(int Account, StateWithdrawal Body)> Withdrawals { get; } = [];
    public List<(int Account, int Market, StateDeadMan Body)> Switches { get; } = [];
    public List<(int Market, StateFunding Body)> Fundings { get; } = [];
    public List<(int Market, StateFeed Body)> Feeds { get; } = [];
    public List<(int Market, StateMarketRisk Body)> Risks { get; } = [];
    public StateVenue Venue { get; private set; }
    public StateInsurance Insurance { get; private set; }
    public HashSet<OrderId> Retried { get; } = [];

    public static State Of(Venue venue)
    {
        State state = new();
        foreach (byte[] piece in venue.Describe())
        {
            EventReader reader = new(piece);
            while (reader.Next()) state.Take(ref reader);
        }
        return state;
    }

    private void Take(ref EventReader reader)
    {
        (int account, int market) = (reader.Header.Account, reader.Header.Market);
        switch (reader.Header.Kind)
        {
            case EventKind.StateMarket: Markets.Add((market, reader.Body<StateMarket>())); break;
            case EventKind.StateAsset: Assets.Add(reader.Body<StateAsset>()); break;
            case EventKind.StateTier: Tiers.Add((market, reader.Body<StateTier>())); break;
            case EventKind.StateFeeTier: FeeTiers.Add(reader.Body<StateFeeTier>().Row); break;
            case EventKind.StateAccount: Accounts.Add((account, reader.Body<StateAccount>())); break;
            case EventKind.StateHolding: Holdings.Add((account, reader.Body<StateHolding>())); break;
            case EventKind.StatePosition: Positions.Add((account, market, reader.Body<StatePosition>())); break;
            case EventKind.StateMmp: Mmps.Add((account, market, reader.Body<StateMmp>())); break;
            case EventKind.StateOrder: Orders.Add((account, market, reader.Body<StateOrder>())); break;
            case EventKind.StateTrigger: Triggers.Add((account, market, reader.Body<StateTrigger>())); break;
            case EventKind.StateTwap: Twaps.Add((account, market, reader.Body<StateTwap>())); break;
            case EventKind.StateExit: Exits.Add((account, market, reader.Body<StateExit>())); break;
            case EventKind.StateWithdrawal: Withdrawals.Add((account, reader.Body<StateWithdrawal>())); break;
            case EventKind.StateDeadMan: Switches.Add((account, market, reader.Body<StateDeadMan>())); break;
            case EventKind.StateFunding: Fundings.Add((market, reader.Body<StateFunding>())); break;
            case EventKind.StateFeed when market != 0: Feeds.Add((market, reader.Body<StateFeed>())); break;
            case EventKind.StateMarketRisk: Risks.Add((market, reader.Body<StateMarketRisk>())); break;
            case EventKind.StateVenue: Venue = reader.Body<StateVenue>(); break;
            case EventKind.StateInsurance: Insurance = reader.Body<StateInsurance>(); break;
            case EventKind.StateQueued when reader.Body<StateQueued>().Work == QueuedWork.Retry: Retried.Add(reader.Body<StateQueued>().Order); break;
            default: break;
        }
    }
}
