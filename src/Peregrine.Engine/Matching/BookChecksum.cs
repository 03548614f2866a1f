using Peregrine.Core;

namespace Peregrine.Engine.Matching;

/// <summary>What a client computes over its own copy of the book to know that it missed nothing.</summary>
internal static class BookChecksum
{
    public const int Depth = 25;

    private const ulong Offset = 0xcbf29ce484222325;
    private const ulong Prime = 0x100000001b3;

    /// <summary>FNV-1a 64 over price and visible lots, little-endian 64-bit, of up to 25 bids, then up to 25 asks, each best to worst.</summary>
    public static ulong Of(Book book) => AddSide(AddSide(Offset, book, Side.Buy), book, Side.Sell);

    private static ulong AddSide(ulong hash, Book book, Side side)
    {
        int left = Depth;
        foreach (LevelView level in book.Levels(side))
        {
            hash = Add(Add(hash, level.Price.Value), level.Total.Value);
            if (--left == 0) break;
        }
        return hash;
    }

    private static ulong Add(ulong hash, long value)
    {
        ulong bytes = (ulong)value;
        for (int i = 0; i < sizeof(long); i++)
        {
            hash = unchecked((hash ^ (bytes & 0xff)) * Prime);
            bytes >>= 8;
        }
        return hash;
    }
}
