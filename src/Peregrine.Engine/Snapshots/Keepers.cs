using Peregrine.Engine.Accounts;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Borrow;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Prices;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Snapshots;

/// <summary>The same, of the lives of markets and of lending.</summary>
internal readonly record struct LifeKeepers(
    MarketStates States, Delisting Delisting, Settlement Settlement, ChangeDesk Changes, LendingHours Hours, AuctionBook Auctions);

/// <summary>Whoever keeps records in more than one place; a load goes through them, so that no place is forgotten.</summary>
internal readonly record struct Keepers(
    ClientIds ClientIds, RestingOrders Resting, OrderLinks Links, TriggerKeeper Triggers, TwapRunner Twaps, DeadMan DeadMan, LossWatch Losses,
    PriceWorks Prices, RiskDesk Risk, LifeKeepers Life);
