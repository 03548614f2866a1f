using Peregrine.Core;
using Peregrine.Gateway.Fapi.Accounts;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.History;

namespace Peregrine.Gateway.Fapi.Past;

/// <summary>What the account moved between its cash and an isolated pot, by asking for it or by a change of leverage.</summary>
internal static class PotRoutes
{
    private const int MonthDays = 30, Usual = 500, Most = 500;

    public static readonly FapiRoute[] All =
    [
        AccountRoutes.Read("/fapi/v1/positionMargin/history", 1, "Margin that was added to isolated positions, and taken.", MarginHistory),
    ];

    private static async ValueTask MarginHistory(FapiCall call)
    {
        PastWindow window = PastWindow.Read(call, MonthDays, null, Usual, Most);
        long type = call.Params.Whole("type"u8, 0, min: 1, max: 2);
        if (call.Market() is not { } market || call.Error is not null || !await PastRows.IsNear(call)) return;
        List<Move> moves = await Read(call, market, window, type);
        if (call.Error is not null) return;
        call.Answer.BeginArray();
        foreach (Move move in moves) Write(call.Answer, in move, market);
        call.Answer.EndArray();
    }

    private static async ValueTask<List<Move>> Read(FapiCall call, FapiMarket market, PastWindow window, long type)
    {
        HistoryQuery query = window.Scan(HistoryTable.Ledger) with { Account = call.Who.Account, Market = market.Id, Kinds = [(int)LedgerKind.Margin] };
        List<Move> found = await PastRows.Collect(call, query, window.Limit, Of, m => m.IsOwn && (type == 0 || type == m.Type));
        if (!window.IsFromStart) found.Reverse();
        return found;
    }

    private static void Write(JsonText json, in Move move, FapiMarket market)
    {
        json.BeginObject().Name("symbol"u8).Plain(market.Utf8).Name("type"u8).Number(move.Type).Name("deltaType"u8).Plain("USER_ADJUST"u8);
        json.Name("amount"u8).Decimal(Math.Abs(move.Amount.Value), Scale.Micros).Name("asset"u8).String(market.Quote);
        json.Name("time"u8).Number(move.TimeMs).Name("positionSide"u8).Plain("BOTH"u8).EndObject();
    }

    // What a final settlement took over came from nobody's cash.
    private static Move Of(PastRows rows, object?[] row) => new(rows.Number(row, "time_ns") / 1_000_000, new Micros(rows.Number(row, "pot_change")), rows.Number(row, "change") != 0);

    private readonly record struct Move(long TimeMs, Micros Amount, bool IsOwn)
    {
        public int Type => Amount.Value > 0 ? 1 : 2;
    }
}
