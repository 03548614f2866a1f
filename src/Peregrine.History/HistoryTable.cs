namespace Peregrine.History;

/// <summary>What can be asked for.</summary>
public enum HistoryTable
{
    Orders = 1,
    Trades = 2,
    /// <summary>Every change of a position by a trade, a backstop or deleveraging, one row for each side.</summary>
    Fills = 3,
    ClosedPositions = 4,
    /// <summary>Every movement of money of an account, with what is left.</summary>
    Ledger = 5,
    Funding = 6,
    FundingRates = 7,
    /// <summary>Warnings, liquidations, backstop, insurance, deleveraging.</summary>
    Risk = 8,
    Prices = 9,
    System = 10,
}
