namespace Peregrine.Engine.Lifecycle;

/// <summary>How far liquidation may go in a market.</summary>
internal enum LiquidationScope
{
    None = 1,
    /// <summary>Only who has lost more than there is, and only to the backstop: the book gathers.</summary>
    BankruptToBackstop = 2,
    All = 3,
}
