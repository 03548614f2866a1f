using System.Globalization;
using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native.Tables;
using Peregrine.Gateway.Rates;
using Peregrine.History;

namespace Peregrine.Gateway.Native;

/// <summary>What happened, page by page, the newest first: of the account that asks, of markets, of the venue.</summary>
internal static class HistoryRoutes
{
    public static readonly Route[] All =
    [
        Own("/history/orders", "Own orders, as they stand or ended.", HistoryTables.Orders),
        Own("/history/amendments", "Every change of own orders, with what was before it.", HistoryTables.Amendments),
        Own("/history/fills", "Own fills: every change of a position, with its trade when there was one.", HistoryTables.Fills),
        Own("/history/positions", "Own positions that are closed, with what they realised, paid and were paid.", HistoryTables.Positions),
        Own("/history/funding", "Own funding payments; negative is received.", HistoryTables.Funding),
        new("GET", "/history/ledger", LimitClass.Reads, Access.Signed, AllowedActions.Read, "Every movement of own money, with what was left.", static call => Serve(call, HistoryTables.Ledger))
        {
            Query = LedgerPageQuery.Shape, HasCsv = true, Answer = PageShapes.Of(HistoryTables.Ledger),
        },
        Own("/history/deposits", "Own deposits.", HistoryTables.Deposits),
        Own("/history/withdrawals", "Own withdrawals, and those that came back.", HistoryTables.Withdrawals),
        Own("/history/liquidations", "Warnings and liquidations of the account, step by step.", HistoryTables.Liquidations),
        Own("/history/triggers", "Own stops, take-profits and trails that fired, and at what.", HistoryTables.Triggers),
        Own("/history/adl", "Own positions that were reduced to close somebody else's.", HistoryTables.Deleveraging),
        new("GET", "/history/days", LimitClass.Reads, Access.Signed, AllowedActions.Read, "Own fills, volume, fees, profit and what came in or went out, day by day.",
            static call => Serve(call, HistoryTables.AccountDays)) { Query = PageQuery.Shape, HasCsv = true, Answer = PageShapes.Of(HistoryTables.AccountDays) },
        OfMarket("/history/trades/{market}", "A market's trades, as far back as they are kept.", HistoryTables.Trades),
        OfMarket("/funding-rates/{market}", "The funding rates of a market, hour by hour.", HistoryTables.FundingRates),
        OfMarket("/history/markets/{market}", "A market's trades and volume, day by day.", HistoryTables.MarketDays),
        OfMarket("/history/flows/{market}", "What takers bought and sold, and what was open at the end, by five minutes in which something happened.", HistoryTables.MarketFlows),
        Public("/liquidations", "Liquidations, backstops and deleveragings, without whose they were.", HistoryTables.PublicLiquidations),
        Public("/insurance", "What came into the insurance funds and what they paid.", HistoryTables.Insurance),
        OfVenue("/admin/profit", "What the venue kept and what others earned, day by day.", HistoryTables.Profit, PageQuery.Shape),
        OfVenue("/admin/log", "What operators proposed, approved, took back and did, and who has which role since.", HistoryTables.Changes, PageQuery.Shape),
        OfVenue("/admin/events", "Everything that is neither an order, a trade, money nor risk.", HistoryTables.Events, MarketPageQuery.Shape),
    ];

    private static Route Own(string path, string summary, RowTable table) =>
        new("GET", path, LimitClass.Reads, Access.Signed, AllowedActions.Read, summary, call => Serve(call, table)) { Query = MarketPageQuery.Shape, HasCsv = true, Answer = PageShapes.Of(table) };

    private static Route OfMarket(string path, string summary, RowTable table) =>
        new("GET", path, LimitClass.Reads, Access.Public, AllowedActions.None, summary, call => Serve(call, table)) { Query = PageQuery.Shape, HasCsv = true, Answer = PageShapes.Of(table) };

    private static Route Public(string path, string summary, RowTable table) =>
        new("GET", path, LimitClass.Reads, Access.Public, AllowedActions.None, summary, call => Serve(call, table)) { Query = MarketPageQuery.Shape, HasCsv = true, Answer = PageShapes.Of(table) };

    private static Route OfVenue(string path, string summary, RowTable table, PageQuery query) =>
        new("GET", path, LimitClass.Reads, Access.Staff, AllowedActions.None, summary, call => Serve(call, table)) { Query = query, HasCsv = true, Answer = PageShapes.Of(table) };

    private static async ValueTask Serve(ApiCall call, RowTable table)
    {
        (HistoryQuery? query, bool isCsv) = Asked(call, table);
        if (query is null || !await call.Stored()) return;
        // The cursor is read before the rows: they may know more, never less.
        (long cursor, HistoryPage rows) = await call.Gateway.Venue.History.Ask(history => (history.Cursor, history.Read(query)), call.Http.RequestAborted);
        var page = new PageAnswer(call, table.Columns, isCsv, cursor);
        Write(rows, table, call.Gateway.Terms, page.Rows);
        page.End(rows.Next is { } next ? string.Create(CultureInfo.InvariantCulture, $"{next.Seq}-{next.Index}") : null);
    }

    /// <summary>Writes rows as a table shows them.</summary>
    public static void Write(HistoryPage page, RowTable table, VenueTerms terms, RowText text)
    {
        foreach (object?[] values in page.Rows)
        {
            text.BeginRow();
            var row = new HistoryRow(page.Columns, values, terms);
            table.Write(in row, text);
            text.EndRow();
        }
    }

    private static (HistoryQuery? Query, bool IsCsv) Asked(ApiCall call, RowTable table)
    {
        Body body = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        MarketTerms? market = call.Route!.Path.EndsWith("{market}", StringComparison.Ordinal) ? call.Market(call.First)
            : call.Route.Query is MarketPageQuery byMarket ? body.Market(byMarket.Market, call.Gateway.Terms) : null;
        int kind = call.Route.Query is LedgerPageQuery byKind ? body.Choice(byKind.Kind) : 0;
        PageBounds bounds = PageBounds.Read(call, ref body);
        HistoryAddress? from = null;
        if (bounds.Cursor is { } cursor && (from = AddressOf(cursor)) is null) body.Refuse(Problem.Bad("cursor", "what next of a page said"));
        call.Since(ref body);
        if (call.Problem is not null) return (null, false);
        return (new HistoryQuery(table.Table, from, bounds.Limit)
        {
            Account = table.IsOfAccounts ? call.Who.Account : null,
            Market = market?.Id,
            SinceNs = bounds.SinceNs,
            UntilNs = bounds.UntilNs,
            Kinds = kind != 0 ? [kind] : table.Kinds,
            NewestFirst = true,
        }, bounds.IsCsv);
    }

    private static HistoryAddress? AddressOf(string cursor)
    {
        int dash = cursor.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !long.TryParse(cursor.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out long seq)) return null;
        return int.TryParse(cursor.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? new HistoryAddress(seq, index) : null;
    }
}
