namespace Peregrine.MarketData.Risk;

public enum RiskKind : byte
{
    /// <summary>A liquidation's order traded in the book.</summary>
    Liquidated = 1,
    /// <summary>The market's backstop took over what the book left.</summary>
    BackstopTaken = 2,
    /// <summary>A position of the other side was reduced.</summary>
    Deleveraged = 3,
    InsurancePaid = 4,
    BadDebt = 5,
}
