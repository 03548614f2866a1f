using Peregrine.Engine.Funding;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Prices;

/// <summary>Everything that makes prices and funding, wired once.</summary>
internal sealed class PriceWorks
{
    public PriceWorks(EngineState state, Timers timers, FundingSettlement settlement, InsuranceFund insurance, MarketStates marketStates, SettlementWatch watch)
    {
        Board = new PriceBoard(state, watch);
        Sweep = new FundingSweep(state, settlement, insurance);
        Hours = new FundingHours(state, timers, Sweep);
        Ticks = new PriceTicks(state, timers, Hours, Board);
        Inputs = new PriceInputs(state, Board);
        Feeds = new FeedDesk(state, Ticks, Hours, Board);
        Indexes = new IndexDesk(state, Ticks, marketStates, Board);
    }

    /// <summary>Where every change of a price is heard.</summary>
    public PriceBoard Board { get; }
    public FundingSweep Sweep { get; }
    public FundingHours Hours { get; }
    public PriceTicks Ticks { get; }
    /// <summary>Prices by hand.</summary>
    public PriceInputs Inputs { get; }
    public FeedDesk Feeds { get; }
    public IndexDesk Indexes { get; }
}
