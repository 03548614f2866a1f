using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Json;
using Peregrine.History;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>What was open at the end of each period, how many were on either side, and who took.</summary>
internal static class FlowRoutes
{
    private const int Tenthousand = 10_000;
    private static readonly Scale Ratio = new(1, 4);

    public static readonly FapiRoute[] All =
    [
        VenueRoutes.Open("/futures/data/openInterestHist", 1, "What was open at the end of each period.", OpenInterest),
        VenueRoutes.Open("/futures/data/globalLongShortAccountRatio", 1, "How many accounts were long at the end of each period, against those that were short.", Sides),
        VenueRoutes.Open("/futures/data/takerlongshortRatio", 1, "What takers bought in each period, against what they sold.", Takers),
    ];

    private static async ValueTask OpenInterest(FapiCall call)
    {
        if (Window(call) is not { } window || await Read(call, window) is not { } flows) return;
        ArraySegment<Candle> marks = await new CandleReader(call, window.Market.Id, CandleSource.Mark, window.Period)
            .Read(window.FirstNs / 1_000_000, (window.EndNs - 1) / 1_000_000, window.Count);
        Dictionary<long, Candle> marked = marks.ToDictionary(static c => c.StartNs);
        Subticks price = default;
        call.Answer.BeginArray();
        foreach (HistoryFlow flow in flows)
        {
            if (marked.TryGetValue(flow.StartNs, out Candle mark)) price = mark.Close;
            call.Answer.BeginObject().Name("symbol"u8).Plain(window.Market.Utf8).Name("sumOpenInterest"u8).Decimal(flow.Interest, window.Market.Lot);
            call.Answer.Name("sumOpenInterestValue"u8).Decimal(window.Market.ValueAt(new Lots(flow.Interest), price).Value, Scale.Micros);
            call.Answer.Name("timestamp"u8).Number(flow.StartNs / 1_000_000).EndObject();
        }
        call.Answer.EndArray();
    }

    private static async ValueTask Sides(FapiCall call)
    {
        if (Window(call) is not { } window || await Read(call, window) is not { } flows) return;
        call.Answer.BeginArray();
        foreach (HistoryFlow flow in flows)
        {
            // Nobody holds anything: there is no ratio.
            if (flow.Shorts == 0) continue;
            long all = flow.Longs + flow.Shorts, longs = flow.Longs * Tenthousand / all;
            call.Answer.BeginObject().Name("symbol"u8).Plain(window.Market.Utf8).Name("longShortRatio"u8).Decimal((long)flow.Longs * Tenthousand / flow.Shorts, Ratio);
            call.Answer.Name("longAccount"u8).Decimal(longs, Ratio).Name("shortAccount"u8).Decimal(Tenthousand - longs, Ratio);
            call.Answer.Name("timestamp"u8).Number(flow.StartNs / 1_000_000).EndObject();
        }
        call.Answer.EndArray();
    }

    private static async ValueTask Takers(FapiCall call)
    {
        if (Window(call) is not { } window || await Read(call, window) is not { } flows) return;
        call.Answer.BeginArray();
        foreach (HistoryFlow flow in flows)
        {
            // Nothing was sold: there is no ratio.
            if (flow.TakerSells == 0) continue;
            call.Answer.BeginObject().Name("buySellRatio"u8).Decimal((long)((Int128)flow.TakerBuys * Tenthousand / flow.TakerSells), Ratio);
            call.Answer.Name("buyVol"u8).Decimal(flow.TakerBuys, window.Market.Lot).Name("sellVol"u8).Decimal(flow.TakerSells, window.Market.Lot);
            call.Answer.Name("timestamp"u8).Number(flow.StartNs / 1_000_000).EndObject();
        }
        call.Answer.EndArray();
    }

    private static PeriodWindow? Window(FapiCall call) => call.Market() is { } market ? PeriodWindow.Read(call, market) : null;

    // Each period from the first of which anything is known. Where nothing happened, what is open stays.
    private static async ValueTask<List<HistoryFlow>?> Read(FapiCall call, PeriodWindow window)
    {
        try
        {
            IReadOnlyList<HistoryFlow> told = await call.Gateway.Venue.History.Ask(history => history.ReadFlows(window.Market.Id, window.LengthNs, window.FirstNs, window.EndNs), CancellationToken.None);
            List<HistoryFlow> all = [];
            int next = 0;
            for (long start = window.FirstNs; start < window.EndNs; start += window.LengthNs)
            {
                while (next < told.Count && told[next].StartNs <= start) next++;
                if (next == 0) continue;
                HistoryFlow last = told[next - 1];
                all.Add(last.StartNs == start ? last : last with { StartNs = start, TakerBuys = 0, TakerSells = 0 });
            }
            return all;
        }
        catch (StorageException)
        {
            call.Refuse(FapiError.Overloaded(1000));
            return null;
        }
    }
}
