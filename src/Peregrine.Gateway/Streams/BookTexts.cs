using System.Collections.Concurrent;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway.Streams;

/// <summary>The latest frames of each book, as they are told: all who are equally far hear the same, so it is written once however many listen.</summary>
/// <remarks>Not of frames that come with every command: each reader of those is somewhere else.</remarks>
internal sealed class BookTexts
{
    // Those who keep up are in one place, and those who missed a frame or two in a few.
    private const int PlacesBits = 3;
    private readonly ConcurrentDictionary<(int Market, BookInterval Interval), Text?[]> _latest = new();

    /// <summary>Writes a frame that leads on from a state, if there is one; where it leads, or −1.</summary>
    public long Write(JsonText json, DepthFold depth, int market, BookInterval interval, long after)
    {
        if (interval == BookInterval.Raw || !_latest.TryGetValue((market, interval), out Text?[]? places)) return -1;
        if (Volatile.Read(ref places[PlaceOf(after)]) is not { } text || text.After != after || text.Depth != depth) return -1;
        json.Raw(text.Json);
        return text.MdSeq;
    }

    /// <summary>Keeps what was just written, which is nothing but this frame.</summary>
    public void Keep(JsonText json, DepthFold depth, int market, BookInterval interval, in BookFrame frame)
    {
        if (interval == BookInterval.Raw) return;
        Text?[] places = _latest.GetOrAdd((market, interval), static _ => new Text?[1 << PlacesBits]);
        Volatile.Write(ref places[PlaceOf(frame.PrevMdSeq)], new Text(depth, frame.PrevMdSeq, frame.MdSeq, json.Written.ToArray()));
    }

    private static int PlaceOf(long after) => (int)unchecked((ulong)after * 0x9E3779B97F4A7C15 >> 64 - PlacesBits);

    private sealed record Text(DepthFold Depth, long After, long MdSeq, byte[] Json);
}
