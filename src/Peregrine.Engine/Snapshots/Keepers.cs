using Peregrine.Engine.Accounts;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Prices;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Snapshots;

/// <summary>Whoever keeps records in more than one place; a load goes through them, so that no place is forgotten.</summary>
internal readonly record struct Keepers(
    ClientIds ClientIds, RestingOrders Resting, OrderLinks Links, TriggerKeeper Triggers, TwapRunner Twaps, DeadMan DeadMan, LossWatch Losses,
    PriceWorks Prices, RiskDesk Risk);
