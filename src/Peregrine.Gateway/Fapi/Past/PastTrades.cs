using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.History;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Past;

/// <summary>A market's trades from the tape, and from history what lies before it.</summary>
internal static class PastTrades
{
    private const int TapeMax = 1_024, PageRows = 1_000;

    /// <summary>The latest trades, oldest first; or the first ones from an id and a moment on.</summary>
    /// <param name="call">Who asks.</param>
    /// <param name="market">Whose.</param>
    /// <param name="fromId">0 when no id was given.</param>
    /// <param name="sinceMs">0 when no time was given.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="untilMs">None is later.</param>
    public static async ValueTask<List<PublicTrade>> Read(FapiCall call, FapiMarket market, long fromId, long sinceMs, int limit, long untilMs = long.MaxValue)
    {
        var room = new PublicTrade[TapeMax];
        List<PublicTrade> tape = [.. room.AsSpan(0, call.Gateway.Trading.Views.ReadTrades(market.Id, room))];
        long tapeFrom = tape.Count > 0 ? tape[0].Seq : 0;
        tape.RemoveAll(t => t.TimeNs / 1_000_000 > untilMs);
        bool isFromStart = fromId > 0 || sinceMs > 0;
        bool isAllThere = isFromStart ? tape.Count > 0 && IsBefore(tape[0], fromId, sinceMs) : tape.Count >= limit;
        // More than the tape holds may have come since history wrote: what lies between would be missing.
        if (!isAllThere && !await call.Gateway.Venue.History.HasStored(tapeFrom))
        {
            call.Refuse(FapiError.Overloaded(1000));
            return [];
        }
        List<PublicTrade> trades = isAllThere ? tape : Join(await Stored(call, market, fromId, sinceMs, limit, untilMs), tape);
        trades.RemoveAll(t => IsBefore(t, fromId, sinceMs));
        if (trades.Count > limit) trades.RemoveRange(isFromStart ? limit : 0, trades.Count - limit);
        return trades;
    }

    private static bool IsBefore(PublicTrade trade, long fromId, long sinceMs) => TradeIds.Of(trade.Seq, trade.TradeIndex) < fromId || trade.TimeNs / 1_000_000 < sinceMs;

    private static async ValueTask<List<PublicTrade>> Stored(FapiCall call, FapiMarket market, long fromId, long sinceMs, int limit, long untilMs)
    {
        bool isFromStart = fromId > 0 || sinceMs > 0;
        var query = new HistoryQuery(HistoryTable.Trades, fromId > 0 ? new HistoryAddress(TradeIds.EarliestSeqOf(fromId) - 1, int.MaxValue) : null, isFromStart ? Math.Max(limit, PageRows) : limit)
        {
            Market = market.Id,
            SinceNs = PastWindow.Nanos(sinceMs),
            UntilNs = PastWindow.Nanos(untilMs < long.MaxValue ? untilMs + 1 : untilMs),
            NewestFirst = !isFromStart,
        };
        List<PublicTrade> stored = [];
        while (true)
        {
            HistoryPage page = await PastRows.Read(call, query);
            var rows = new PastRows(page.Columns);
            // Of the command of an id thousands may lie before it.
            stored.AddRange(page.Rows.Select(row => Of(rows, row)).Where(t => !IsBefore(t, fromId, sinceMs)));
            if (page.Next is not { } next || stored.Count >= limit) break;
            query = query with { From = next };
        }
        if (!isFromStart) stored.Reverse();
        return stored;
    }

    private static PublicTrade Of(PastRows rows, object?[] row) => new(
        0, rows.Number(row, "seq"), (int)rows.Number(row, "trade_index"), rows.Number(row, "time_ns"), new Ticks(rows.Number(row, "price")), new Lots(rows.Number(row, "qty")),
        (Side)rows.Number(row, "taker_side"), (FillReason)rows.Number(row, "reason"));

    // What both have is in the tape.
    private static List<PublicTrade> Join(List<PublicTrade> stored, List<PublicTrade> tape)
    {
        // The tape may begin in the middle of a command.
        if (tape.Count > 0) stored.RemoveAll(t => !IsBefore(t, TradeIds.Of(tape[0].Seq, tape[0].TradeIndex), 0));
        return [.. stored, .. tape];
    }
}
