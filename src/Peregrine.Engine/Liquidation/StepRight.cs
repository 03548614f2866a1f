namespace Peregrine.Engine.Liquidation;

/// <summary>What liquidation may do in a market now.</summary>
internal enum StepRight : byte
{
    None = 1,
    /// <summary>Only accounts with negative equity, and only by the backstop.</summary>
    BankruptToBackstop = 2,
    /// <summary>Only accounts with negative equity, at mark and at the price that waits for confirmation.</summary>
    Bankrupt = 3,
    All = 4,
}
