using System.Globalization;
using Peregrine.Core;
using Peregrine.Gateway.Candles;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Folds;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native.Tables;
using Peregrine.Gateway.Rates;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Native;

/// <summary>Candles of any length and source, as far back as history goes.</summary>
internal static class CandleRoutes
{
    private const int Usual = 500, PastWaitMs = 1000;

    public static readonly Route[] All =
    [
        new("GET", "/candles/{market}", LimitClass.Reads, Access.Public, AllowedActions.None, "Candles of trades, mark or index, the latest page first, each page from old to new.", Candles)
        {
            Query = CandleQuery.Shape, Reads = FoldSet.Candles, HasCsv = true, Answer = PageShapes.Of("candles", CandleText.Columns),
        },
    ];

    private static async ValueTask Candles(ApiCall call)
    {
        (CandleInterval interval, CandleSource source, PageBounds bounds) = Asked(call);
        if (call.Market(call.First) is not { } market || !await call.CaughtUp() || !await KnowsThePast(call)) return;
        long before = bounds.UntilNs;
        if (bounds.Cursor is { } cursor && !TryMoment(cursor, ref before)) call.Refuse(Problem.Bad("cursor", "what next of a page said"));
        if (call.Problem is not null) return;
        // Before they are copied: one that ends while they are may lack its last trades.
        long now = call.Gateway.Candles.Views.NowNs;
        Candle[] candles = await call.Gateway.CandleDesk.Read(market.Id, source, interval, before, bounds.Limit, call.Http.RequestAborted);
        bool isCut = candles.Length > 0 && candles[0].StartNs < bounds.SinceNs;
        var page = new PageAnswer(call, CandleText.Columns, bounds.IsCsv, call.Gateway.Candles.Cursor);
        for (int i = 0; i < candles.Length; i++)
        {
            if (candles[i].StartNs >= bounds.SinceNs) CandleText.Write(page.Rows, in candles[i], market, CandleText.IsClosed(interval, candles, i, now));
        }
        bool isFull = candles.Length == bounds.Limit && !isCut && candles[0].StartNs > bounds.SinceNs;
        page.End(isFull ? (candles[0].StartNs / 1_000_000).ToString(CultureInfo.InvariantCulture) : null);
    }

    private static (CandleInterval Interval, CandleSource Source, PageBounds Bounds) Asked(ApiCall call)
    {
        CandleQuery shape = CandleQuery.Shape;
        Body query = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        var interval = (CandleInterval)query.Choice(shape.Interval);
        CandleSource source = query.Has(shape.Source) ? (CandleSource)query.Choice(shape.Source) : CandleSource.Trades;
        PageBounds bounds = PageBounds.Read(call, ref query, Usual);
        call.Since(ref query);
        return (interval, source, bounds);
    }

    // A start does not wait for history, so the first askers may have to.
    private static async ValueTask<bool> KnowsThePast(ApiCall call)
    {
        long until = Environment.TickCount64 + PastWaitMs;
        while (!call.Gateway.HasPastCandles)
        {
            if (Environment.TickCount64 > until)
            {
                call.Refuse(new Problem(ApiCode.NotReady, "The time before this start is still being read from history.") { RetryAfterMs = PastWaitMs });
                return false;
            }
            await Task.Delay(5);
        }
        return true;
    }

    private static bool TryMoment(string cursor, ref long beforeNs)
    {
        if (!long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out long ms) || ms > long.MaxValue / 1_000_000) return false;
        beforeNs = Math.Min(beforeNs, ms * 1_000_000);
        return true;
    }
}

internal sealed class CandleQuery : PageQuery
{
    public static new readonly CandleQuery Shape = new();

    public readonly Field Interval, Source;

    private CandleQuery()
        : base("Candles")
    {
        Interval = Needed("interval", FieldType.OneOf(CandleWords.Intervals), "How long a candle is.");
        Source = Optional("source", FieldType.OneOf(CandleWords.Sources), "Whose prices; trades when left out.");
    }
}
