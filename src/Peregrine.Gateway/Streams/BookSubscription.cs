using System.Buffers;
using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway.Streams;

/// <summary>A book, level by level: a snapshot, then what changed, each frame chained to the one before.</summary>
internal sealed class BookSubscription(string name, DepthFold depth, BookTexts texts, MarketTerms market, BookInterval interval) : Subscription(name)
{
    private const int ChangesMax = 4096;
    private int _room = 256;
    private long _mdSeq = -1;

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Book(market.Id, interval)];

    public override bool Write(JsonText json, long nowMs)
    {
        if (_mdSeq < 0)
        {
            WriteSnapshot(json, isSlow: false);
            return true;
        }
        long next = texts.Write(json, depth, market.Id, interval, _mdSeq);
        if (next >= 0)
        {
            _mdSeq = next;
            return true;
        }
        LevelChange[] changes = ArrayPool<LevelChange>.Shared.Rent(ChangesMax);
        BookFrame frame = depth.Views.ReadFrame(market.Id, interval, _mdSeq, changes);
        if (frame.Outcome == FrameOutcome.Changes) WriteDiff(json, in frame, changes.AsSpan(0, frame.Count));
        else if (frame.Outcome == FrameOutcome.Snapshot) WriteSnapshot(json, isSlow: true);
        ArrayPool<LevelChange>.Shared.Return(changes);
        return frame.Outcome != FrameOutcome.None;
    }

    private void WriteDiff(JsonText json, in BookFrame frame, ReadOnlySpan<LevelChange> changes)
    {
        Begin(json, "diff"u8, frame.MdSeq, frame.Seq, frame.TimeNs).Name("prev"u8).Number(_mdSeq);
        MarketJson.Changes(json, "bids"u8, changes, Side.Buy, market);
        MarketJson.Changes(json, "asks"u8, changes, Side.Sell, market);
        if (frame.Checksum != 0) MarketJson.Checksum(json, frame.Checksum);
        json.EndObject();
        texts.Keep(json, depth, market.Id, interval, in frame);
        _mdSeq = frame.MdSeq;
    }

    private void WriteSnapshot(JsonText json, bool isSlow)
    {
        BookLevel[] levels;
        BookStamp stamp;
        while (true)
        {
            levels = ArrayPool<BookLevel>.Shared.Rent(2 * _room);
            stamp = depth.Views.Read(market.Id, levels.AsSpan(0, _room), levels.AsSpan(_room, _room));
            if (stamp.Bids < _room && stamp.Asks < _room) break;
            ArrayPool<BookLevel>.Shared.Return(levels);
            _room *= 2;
        }
        Begin(json, "snapshot"u8, stamp.MdSeq, stamp.Seq, stamp.TimeNs);
        if (isSlow) json.Name("why"u8).Plain("slow"u8);
        MarketJson.Levels(json, "bids"u8, levels.AsSpan(0, stamp.Bids), market);
        MarketJson.Levels(json, "asks"u8, levels.AsSpan(_room, stamp.Asks), market);
        MarketJson.Checksum(json, stamp.Checksum);
        json.EndObject();
        ArrayPool<BookLevel>.Shared.Return(levels);
        _mdSeq = stamp.MdSeq;
    }

    private JsonText Begin(JsonText json, ReadOnlySpan<byte> type, long mdSeq, long seq, long timeNs) =>
        json.BeginObject().Name("ch"u8).Plain("book"u8).Name("m"u8).Plain(market.Utf8).Name("speed"u8).Plain(StreamBody.Speeds.NameOf((int)interval + 1))
            .Name("type"u8).Plain(type).Name("mdSeq"u8).Number(mdSeq).Name("seq"u8).Number(seq).Name("t"u8).Number(timeNs / 1_000_000);
}
