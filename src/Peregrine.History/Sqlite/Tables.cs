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
    };

    public static bool HasAccounts(HistoryTable table) => table is not (HistoryTable.Trades or HistoryTable.FundingRates or HistoryTable.Prices);
}
