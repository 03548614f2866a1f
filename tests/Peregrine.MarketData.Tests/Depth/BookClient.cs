using Peregrine.Core;
using Peregrine.MarketData.Depth;
using Xunit;

namespace Peregrine.MarketData.Tests.Depth;

/// <summary>A client that keeps its own book as the documentation tells it to, and knows nothing else.</summary>
internal sealed class BookClient
{
    private readonly SortedDictionary<long, BookLevel> _bids = [];
    private readonly SortedDictionary<long, BookLevel> _asks = [];

    public long MdSeq { get; private set; }

    public void Begin(long mdSeq, ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        _bids.Clear();
        _asks.Clear();
        foreach (BookLevel level in bids) _bids.Add(-level.Price.Value, level);
        foreach (BookLevel level in asks) _asks.Add(level.Price.Value, level);
        MdSeq = mdSeq;
    }

    public void Apply(in BookFrame frame, ReadOnlySpan<LevelChange> changes)
    {
        Assert.Equal(MdSeq, frame.PrevMdSeq);
        Assert.True(frame.MdSeq > frame.PrevMdSeq);
        foreach (LevelChange change in changes)
        {
            SortedDictionary<long, BookLevel> side = change.Side == Side.Buy ? _bids : _asks;
            long key = change.Side == Side.Buy ? -change.Price.Value : change.Price.Value;
            Assert.Equal(change.Count == 0, change.Total.Value == 0);
            if (change.Count == 0) side.Remove(key);
            else side[key] = new BookLevel(change.Price, change.Total, change.Count);
        }
        MdSeq = frame.MdSeq;
        if (frame.Checksum != 0) Assert.Equal(frame.Checksum, Checksum());
    }

    public BookLevel[] Bids => [.. _bids.Values];

    public BookLevel[] Asks => [.. _asks.Values];

    /// <summary>FNV-1a 64 over price and lots, 25 levels of each side, bids first.</summary>
    public ulong Checksum()
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (BookLevel level in _bids.Values.Take(25).Concat(_asks.Values.Take(25)))
        {
            foreach (byte b in BitConverter.GetBytes(level.Price.Value).Concat(BitConverter.GetBytes(level.Total.Value))) hash = unchecked((hash ^ b) * 0x100000001b3);
        }
        return hash;
    }
}
