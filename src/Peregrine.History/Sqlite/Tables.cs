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
        HistoryTable.MarketFlows => "market_flows",
        HistoryTable.Amendments => "amendments",
    };

    /// <summary>The two columns, which are the table's first, that tell its rows apart.</summary>
    public static (string First, string Second) KeyOf(HistoryTable table) => table switch
    {
        HistoryTable.Positions => ("account", "market"),
        HistoryTable.Balances => ("account", "asset"),
        HistoryTable.AccountDays => ("account", "day"),
        HistoryTable.MarketDays => ("market", "day"),
        HistoryTable.PlatformDays => ("day", "asset"),
        HistoryTable.MarketFlows => ("market", "period"),
        _ => ("seq", "idx"),
    };

    public static bool HasTime(HistoryTable table) => KeyOf(table).First == "seq";

    /// <summary>The column that counts periods, and how long they are; none where rows have times of their own, or none.</summary>
    public static (string Column, long LengthNs)? PeriodOf(HistoryTable table) => table switch
    {
        HistoryTable.AccountDays or HistoryTable.MarketDays or HistoryTable.PlatformDays => ("day", MarketRows.DayNs),
        HistoryTable.MarketFlows => ("period", MarketRows.FlowNs),
        _ => null,
    };

    public static bool HasAccounts(HistoryTable table) =>
        table is not (HistoryTable.Trades or HistoryTable.FundingRates or HistoryTable.Prices or HistoryTable.MarketDays or HistoryTable.PlatformDays
            or HistoryTable.MarketFlows);

    public static bool HasOrders(HistoryTable table) => table is HistoryTable.Orders or HistoryTable.Fills or HistoryTable.Amendments;

    public static bool HasKinds(HistoryTable table) => table is HistoryTable.Ledger or HistoryTable.Risk or HistoryTable.System;

    public static bool HasMarkets(HistoryTable table) => table is not (HistoryTable.Balances or HistoryTable.AccountDays or HistoryTable.PlatformDays);
}
