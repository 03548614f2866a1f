using Peregrine.Core;

namespace Peregrine.MarketData.Depth;

/// <summary>FNV-1a over price and visible lots of up to 25 bids, then up to 25 asks, best first: what clients compute over their own copy.</summary>
public static class BookChecksum
{
    public const int Levels = 25;

    public static ulong Of(ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks) => Add(Add(Hash64.FnvOffset, bids), asks);

    private static ulong Add(ulong hash, ReadOnlySpan<BookLevel> levels)
    {
        foreach (ref readonly BookLevel level in levels[..Math.Min(levels.Length, Levels)])
            hash = Hash64.Fnv1a(Hash64.Fnv1a(hash, level.Price.Value), level.Total.Value);
        return hash;
    }
}
