using System.Buffers;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;

namespace Peregrine.Gateway.Streams;

/// <summary>What happens in a market from now on, oldest first. Who reads so slowly that some of it is gone is told so.</summary>
internal abstract class TapeSubscription<T> : Subscription
    where T : struct
{
    private const int EntriesMax = 256;
    private long _number;

    protected TapeSubscription(string name, MarketTerms market, long newest)
        : base(name) => (Market, _number) = (market, newest);

    public override IReadOnlyList<NewsSource> Sources => [NewsSource.Market(Market.Id)];

    protected MarketTerms Market { get; }

    /// <summary>The channel's name, which is that of the list in its frames, too.</summary>
    protected abstract ReadOnlySpan<byte> Channel { get; }

    public override bool Write(JsonText json, long nowMs)
    {
        T[] entries = ArrayPool<T>.Shared.Rent(EntriesMax);
        int count = Read(_number, entries.AsSpan(0, EntriesMax));
        if (count != 0) WriteEntries(json, entries.AsSpan(0, Math.Max(0, count)), isGap: count < 0);
        ArrayPool<T>.Shared.Return(entries);
        return count != 0;
    }

    /// <summary>What follows a number, as much as fits; −1 when some of it is gone.</summary>
    protected abstract int Read(long after, Span<T> into);

    protected abstract long NumberOf(in T entry);

    /// <summary>The number of the latest.</summary>
    protected abstract long Newest();

    protected abstract void WriteEntry(JsonText json, in T entry);

    private void WriteEntries(JsonText json, ReadOnlySpan<T> entries, bool isGap)
    {
        json.BeginObject().Name("ch"u8).Plain(Channel).Name("m"u8).Plain(Market.Utf8);
        if (isGap) json.Name("type"u8).Plain("gap"u8);
        json.Name(Channel).BeginArray();
        foreach (ref readonly T entry in entries) WriteEntry(json, in entry);
        json.EndArray().EndObject();
        _number = isGap ? Newest() : NumberOf(in entries[^1]);
    }
}
