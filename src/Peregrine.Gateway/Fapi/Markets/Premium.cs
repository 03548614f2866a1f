using Peregrine.Gateway.Fapi.Http;
using Peregrine.MarketData.Candles;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>How far mark stood from index in one interval, as a fraction of index.</summary>
/// <remarks>Made of the candles of both: their opens and closes are of the same moments, their extremes are not. So the highest and the lowest are those of the borders of shorter candles, of up to sixteen in each interval, thirty-one in a month; of a minute, of its two ends.</remarks>
internal readonly record struct Premium(long StartNs, long OpenPpb, long HighPpb, long LowPpb, long ClosePpb)
{
    /// <summary>Oldest first; nothing for intervals of which history knows no index or no mark.</summary>
    public static async ValueTask<List<Premium>> Read(FapiCall call, int market, CandleInterval interval, long sinceMs, long untilMs, int limit)
    {
        ArraySegment<Candle> wide = await new CandleReader(call, market, CandleSource.Index, interval).Read(sinceMs, untilMs, limit);
        if (wide.Count == 0) return [];
        CandleInterval piece = PieceOf(interval);
        long first = wide[0].StartNs, end = CandleClock.EndOf(interval, wide[^1].StartNs);
        int count = 0;
        for (long at = first; at < end; at = CandleClock.EndOf(piece, at)) count++;
        Candle[] indices = await new CandleReader(call, market, CandleSource.Index, piece).Before(end, count);
        Candle[] marks = await new CandleReader(call, market, CandleSource.Mark, piece).Before(end, count);
        return Join(indices, marks, interval, first);
    }

    /// <summary>Pieces of one moment each beside the other, put together to intervals.</summary>
    public static List<Premium> Join(ReadOnlySpan<Candle> indices, ReadOnlySpan<Candle> marks, CandleInterval interval, long firstNs)
    {
        List<Premium> all = [];
        int at = 0;
        foreach (Candle index in indices)
        {
            while (at < marks.Length && marks[at].StartNs < index.StartNs) at++;
            if (at == marks.Length) break;
            if (marks[at].StartNs != index.StartNs || index.StartNs < firstNs || index.Open.Value <= 0 || index.Close.Value <= 0) continue;
            Premium piece = Of(CandleClock.StartOf(interval, index.StartNs), in marks[at], in index);
            if (all.Count > 0 && all[^1].StartNs == piece.StartNs) all[^1] = all[^1].Then(in piece);
            else all.Add(piece);
        }
        return all;
    }

    private static Premium Of(long startNs, in Candle mark, in Candle index)
    {
        long open = Ratio(mark.Open.Value, index.Open.Value), close = Ratio(mark.Close.Value, index.Close.Value);
        return new(startNs, open, Math.Max(open, close), Math.Min(open, close), close);
    }

    private static long Ratio(long mark, long index) => (long)((Int128)(mark - index) * Core.Ppb.One / index);

    private Premium Then(in Premium later) => this with { HighPpb = Math.Max(HighPpb, later.HighPpb), LowPpb = Math.Min(LowPpb, later.LowPpb), ClosePpb = later.ClosePpb };

    // A month is the longest: thirty-one days.
    private static CandleInterval PieceOf(CandleInterval interval) => interval switch
    {
        CandleInterval.Second => CandleInterval.Second,
        CandleInterval.Minute or CandleInterval.Minutes3 or CandleInterval.Minutes5 or CandleInterval.Minutes15 => CandleInterval.Minute,
        CandleInterval.Minutes30 or CandleInterval.Hour => CandleInterval.Minutes5,
        CandleInterval.Hours2 or CandleInterval.Hours4 => CandleInterval.Minutes15,
        CandleInterval.Hours6 or CandleInterval.Hours8 or CandleInterval.Hours12 => CandleInterval.Hour,
        CandleInterval.Day or CandleInterval.Days3 or CandleInterval.Week => CandleInterval.Hours12,
        CandleInterval.Month => CandleInterval.Day,
    };
}
