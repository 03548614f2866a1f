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
    /// <summary>The last position of an account in a market; addressed by account and market.</summary>
    Positions = 11,
    /// <summary>Addressed by account and asset.</summary>
    Balances = 12,
    /// <summary>Addressed by account and UTC day.</summary>
    AccountDays = 13,
    /// <summary>Addressed by market and UTC day.</summary>
    MarketDays = 14,
    /// <summary>What the venue earned; addressed by UTC day and asset.</summary>
    PlatformDays = 15,
    /// <summary>Who took from the book, and what was open at the end, by five minutes in which something happened; addressed by market and number of the period.</summary>
    MarketFlows = 16,
    /// <summary>Every change of an order's terms.</summary>
    Amendments = 17,
}
