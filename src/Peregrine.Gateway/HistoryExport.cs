using Peregrine.Core;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.Gateway.Native.Tables;
using Peregrine.History;

namespace Peregrine.Gateway;

/// <summary>Whole tables as comma-separated values, spelled as the API spells them.</summary>
public static class HistoryExport
{
    private const int PageRows = 1000;

    /// <summary>The tables there are.</summary>
    public static IEnumerable<string> Names => HistoryTables.All.Select(static t => t.Name);

    /// <summary>True when a table's rows belong to accounts.</summary>
    public static bool IsOfAccounts(string name) => HistoryTables.All.Any(t => t.Name == name && t.IsOfAccounts);

    /// <summary>Writes a table from its oldest row on.</summary>
    /// <param name="history">Where the rows are.</param>
    /// <param name="name">Of the table.</param>
    /// <param name="account">Whose rows; all accounts' when none is given.</param>
    /// <param name="sinceNs">Nothing from before.</param>
    /// <param name="untilNs">Nothing from then on.</param>
    /// <param name="output">Takes the lines.</param>
    public static void Write(IHistoryReader history, string name, int? account, long sinceNs, long untilNs, TextWriter output)
    {
        RowTable table = HistoryTables.All.First(t => t.Name == name);
        VenueTerms terms = TermsOf(history);
        // Of all accounts, each line says whose it is.
        RowTable shown = table.IsOfAccounts && account is null ? WithAccount(table) : table;
        var text = new CsvRows(output, shown.Columns);
        var next = new HistoryQuery(table.Table, null, PageRows) { Account = account, SinceNs = sinceNs, UntilNs = untilNs, Kinds = table.Kinds };
        while (true)
        {
            HistoryPage page = history.Read(next);
            HistoryRoutes.Write(page, shown, terms, text);
            if (page.Next is not { } from) return;
            next = next with { From = from };
        }
    }

    private static RowTable WithAccount(RowTable table) => table with
    {
        Columns = ["account", .. table.Columns],
        Write = (in HistoryRow row, RowText text) =>
        {
            text.Id(row["account"]);
            table.Write(in row, text);
        },
    };

    private static VenueTerms TermsOf(IHistoryReader history)
    {
        VenueTerms terms = VenueTerms.Empty;
        foreach (HistoryMarket listed in history.ReadMarkets())
            terms = terms with { Markets = terms.Markets.Add(new MarketTerms((ushort)listed.Market, new ListMarket { Symbol = Symbol.Parse(listed.Symbol), TickE9 = listed.TickE9, LotE9 = listed.LotE9 })) };
        foreach (HistoryAsset listed in history.ReadAssets())
            terms = terms with { Assets = terms.Assets.Add(new AssetTerms((ushort)listed.Asset, new ListAsset { Symbol = Symbol.Parse(listed.Symbol), Decimals = (byte)listed.Decimals })) };
        return terms;
    }
}
