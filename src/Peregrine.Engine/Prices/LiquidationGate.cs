using Peregrine.Core;
using Peregrine.Engine.Lifecycle;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Prices;

/// <summary>Whether the market's prices allow a step of a liquidation (domain §7.5, §10.8); its state is asked by <see cref="MarketRules"/>.</summary>
internal enum LiquidationGate
{
    Closed = 1,
    /// <summary>Only when equity is below 0 at mark and also at <see cref="PriceGates.Candidate"/>.</summary>
    BankruptAtBoth = 2,
    Open = 3,
}
