namespace Peregrine.History.Sqlite;

/// <summary>How the tables that can be asked for are called, and by what their rows can be chosen.</summary>
internal static class Tables
{
    public static string NameOf(HistoryTable table) => table switch
    {
        HistoryTable.Orders => "orders",
        HistoryTable.Trades => "trades",
        HistoryTable.Fills => "fills",
        HistoryTable.ClosedPositions => "closed_positions",
        HistoryTable.Ledger => "ledger",
        HistoryTable.Funding => "funding",
        HistoryTable.FundingRates => "funding_rates",
        HistoryTable.Risk => "risk",
        HistoryTable.Prices => "prices",
        HistoryTable.System => "system",
        HistoryTable.Positions => "positions",
        HistoryTable.Balances => "balances",
        HistoryTable.AccountDays => "account_days",
        HistoryTable.MarketDays => "market_days",
        HistoryTable.PlatformDays => "platform_days",
    };

    /// <summary>The two columns, which are the table's first, that tell its rows apart.</summary>
    public static (string First, string Second) KeyOf(HistoryTable table) => table switch
    {
        HistoryTable.Positions => ("account", "market"),
        HistoryTable.Balances => ("account", "asset"),
        HistoryTable.AccountDays => ("account", "day"),
        HistoryTable.MarketDays => ("market", "day"),
        HistoryTable.PlatformDays => ("day", "asset"),
        _ => ("seq", "idx"),
    };

    public static bool HasTime(HistoryTable table) => KeyOf(table).First == "seq";

    public static bool HasDays(HistoryTable table) => table is HistoryTable.AccountDays or HistoryTable.MarketDays or HistoryTable.PlatformDays;

    public static bool HasAccounts(HistoryTable table) =>
        table is not (HistoryTable.Trades or HistoryTable.FundingRates or HistoryTable.Prices or HistoryTable.MarketDays or HistoryTable.PlatformDays);

    public static bool HasKinds(HistoryTable table) => table is HistoryTable.Ledger or HistoryTable.Risk or HistoryTable.System;

    public static bool HasMarkets(HistoryTable table) => table is not (HistoryTable.Balances or HistoryTable.AccountDays or HistoryTable.PlatformDays);
}
