using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Streams;
using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>The best levels of a book in full, whenever it changed.</summary>
internal sealed class TopLevelsStream(string name, FapiStreamDesk desk, FapiMarket market, int levels, int everyMs) : FapiStream(name, desk)
{
    private readonly BookLevel[] _bids = new BookLevel[levels], _asks = new BookLevel[levels];
    private Pace _pace = new(everyMs);
    private long _mdSeq = -1;

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Clock];

    public override bool IsDue(long nowMs) => _pace.IsDue(nowMs) && Gateway.Depth.Views.LastFrame(market.Id, BookInterval.Raw) != Volatile.Read(ref _mdSeq);

    protected override bool WriteData(JsonText json, long nowMs)
    {
        if (!_pace.IsDue(nowMs)) return false;
        BookStamp stamp = Gateway.Depth.Views.Read(market.Id, _bids, _asks);
        if (stamp.MdSeq == _mdSeq) return false;
        _pace.Done(nowMs);
        long before = _mdSeq < 0 ? stamp.MdSeq : _mdSeq;
        json.BeginObject().Name("e"u8).Plain("depthUpdate"u8).Name("E"u8).Number(NowMs).Name("T"u8).Number(stamp.TimeNs / 1_000_000).Name("s"u8).Plain(market.Utf8);
        json.Name("U"u8).Number(before).Name("u"u8).Number(stamp.MdSeq).Name("pu"u8).Number(before);
        BookRoutes.Levels(json, "b"u8, _bids.AsSpan(0, stamp.Bids), market);
        BookRoutes.Levels(json, "a"u8, _asks.AsSpan(0, stamp.Asks), market);
        json.EndObject();
        _mdSeq = stamp.MdSeq;
        return true;
    }
}
