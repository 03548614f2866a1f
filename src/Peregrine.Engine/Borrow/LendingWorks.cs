using Peregrine.Engine.Accounts;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Borrow;

/// <summary>Everything that lends, wired once.</summary>
internal sealed class LendingWorks
{
    public LendingWorks(
        EngineState state, Timers timers, LimitBook limits, RiskBook figures, Collateral collateral, CollateralSale sale, FundingSettlement funding,
        InsuranceFund insurance)
    {
        Interest = new InterestDesk(state, insurance);
        Hours = new LendingHours(state, timers, Interest);
        Conversions = new Conversions(state, figures, sale, insurance);
        Desk = new LendDesk(state, limits, collateral, funding, insurance);
    }

    public InterestDesk Interest { get; }
    public LendingHours Hours { get; }
    public Conversions Conversions { get; }
    public LendDesk Desk { get; }
}
