using Peregrine.Core;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.History;

namespace Peregrine.Gateway.Fapi.Past;

/// <summary>The rate of a full hour, as history has it.</summary>
internal readonly record struct PastRate(ushort Market, long HourNs, long RatePpb, Subticks Index)
{
    private const long LateNs = 3_600_000_000_000;

    /// <summary>Rates of hours in a window, as they were paid.</summary>
    /// <remarks>An hour is paid a moment behind it, or minutes when prices are missing, and never in the next; the window is of what is told, which is the hour.</remarks>
    public static async ValueTask<List<PastRate>> List(FapiCall call, ushort? market, PastWindow window)
    {
        HistoryQuery query = window.Scan(HistoryTable.FundingRates);
        query = query with { Market = market, UntilNs = Math.Min(query.UntilNs, long.MaxValue - LateNs) + LateNs };
        List<PastRate> found = await PastRows.Collect(call, query, window.Limit, Of, r => window.Has(r.HourNs / 1_000_000));
        if (!window.IsFromStart) found.Reverse();
        return found;
    }

    public void Write(JsonText json, FapiMarket market)
    {
        json.BeginObject().Name("symbol"u8).Plain(market.Utf8).Name("fundingTime"u8).Number(HourNs / 1_000_000);
        json.Name("fundingRate"u8).Decimal(RatePpb, Scale.Ppb).Name("markPrice"u8).Decimal(Index.Value, market.SubTick).EndObject();
    }

    private static PastRate Of(PastRows rows, object?[] row) =>
        new((ushort)rows.Number(row, "market"), rows.Number(row, "hour_ns"), rows.Number(row, "rate_ppb"), new Subticks(rows.Number(row, "index_subticks")));
}
