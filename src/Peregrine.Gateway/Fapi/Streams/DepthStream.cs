using System.Buffers;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Streams;
using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>What changed in a book. Each event's <c>pu</c> is the <c>u</c> of the one before on this socket.</summary>
/// <remarks>
/// <c>U</c> is <c>pu</c> and not one more: a client that took its snapshot while nothing happened holds exactly the last <c>u</c>, and the customary recipe wants an event that
/// begins at or before what it holds. Levels are totals, so to have one change twice does no harm. In a storm that outruns what is kept the chain breaks, visibly: <c>pu</c> is not the last
/// <c>u</c>, and every recipe takes a new snapshot then.
/// </remarks>
internal sealed class DepthStream : FapiStream
{
    private const int ChangesMax = 4096;
    private readonly BookViews _books;
    private readonly FapiMarket _market;
    private Pace _pace;
    private long _mdSeq;

    public DepthStream(string name, FapiStreamDesk desk, FapiMarket market, int everyMs)
        : base(name, desk)
    {
        (_books, _market, _pace) = (desk.Gateway.Depth.Views, market, new Pace(everyMs));
        _mdSeq = _books.Read(market.Id, default, default).MdSeq;
    }

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Clock];

    public override bool IsDue(long nowMs) => _pace.IsDue(nowMs) && _books.LastFrame(_market.Id, BookInterval.Ms100) != Volatile.Read(ref _mdSeq);

    protected override bool WriteData(JsonText json, long nowMs)
    {
        if (!_pace.IsDue(nowMs)) return false;
        LevelChange[] changes = ArrayPool<LevelChange>.Shared.Rent(ChangesMax);
        BookFrame frame = _books.ReadFrame(_market.Id, BookInterval.Ms100, _mdSeq, changes);
        if (frame.Outcome == FrameOutcome.Changes) Write(json, in frame, changes.AsSpan(0, frame.Count));
        else if (frame.Outcome == FrameOutcome.Snapshot) _mdSeq = _books.Read(_market.Id, default, default).MdSeq;
        ArrayPool<LevelChange>.Shared.Return(changes);
        if (frame.Outcome != FrameOutcome.Changes) return false;
        _pace.Done(nowMs);
        return true;
    }

    private void Write(JsonText json, in BookFrame frame, ReadOnlySpan<LevelChange> changes)
    {
        json.BeginObject().Name("e"u8).Plain("depthUpdate"u8).Name("E"u8).Number(NowMs).Name("T"u8).Number(frame.TimeNs / 1_000_000).Name("s"u8).Plain(_market.Utf8);
        json.Name("U"u8).Number(_mdSeq).Name("u"u8).Number(frame.MdSeq).Name("pu"u8).Number(_mdSeq);
        Changes(json, "b"u8, changes, Side.Buy);
        Changes(json, "a"u8, changes, Side.Sell);
        json.EndObject();
        _mdSeq = frame.MdSeq;
    }

    private void Changes(JsonText json, ReadOnlySpan<byte> name, ReadOnlySpan<LevelChange> changes, Side side)
    {
        json.Name(name).BeginArray();
        foreach (ref readonly LevelChange change in changes)
        {
            if (change.Side == side) json.BeginArray().Decimal(change.Price.Value, _market.Tick).Decimal(change.Total.Value, _market.Lot).EndArray();
        }
        json.EndArray();
    }
}
