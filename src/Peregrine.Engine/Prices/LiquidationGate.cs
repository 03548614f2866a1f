namespace Peregrine.Engine.Prices;

/// <summary>Whether the market's prices allow a step of a liquidation (domain §7.5, §10.8); its state is another question.</summary>
internal enum LiquidationGate
{
    Closed = 1,
    /// <summary>Only when equity is below 0 at mark and also at <see cref="PriceGates.Candidate"/>.</summary>
    BankruptAtBoth = 2,
    Open = 3,
}
