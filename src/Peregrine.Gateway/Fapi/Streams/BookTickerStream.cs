using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Streams;
using Peregrine.MarketData.Depth;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>The best bid and ask of one market or of all, at once when they change.</summary>
internal sealed class BookTickerStream(string name, FapiStreamDesk desk, FapiMarket[] markets) : FapiStream(name, desk)
{
    private readonly (BookLevel Bid, BookLevel Ask)[] _told = new (BookLevel, BookLevel)[markets.Length];
    private int _next;

    public override IReadOnlyList<NewsSource> Sources { get; } = [.. markets.Select(static m => NewsSource.Book(m.Id, BookInterval.Raw))];

    protected override bool WriteData(JsonText json, long nowMs)
    {
        for (int i = 0; i < markets.Length; i++)
        {
            int at = (_next + i) % markets.Length;
            BookLevel bid = default, ask = default;
            BookStamp stamp = Gateway.Depth.Views.Read(markets[at].Id, new Span<BookLevel>(ref bid), new Span<BookLevel>(ref ask));
            if (IsSame(in bid, in _told[at].Bid) && IsSame(in ask, in _told[at].Ask)) continue;
            (_told[at], _next) = ((bid, ask), at + 1);
            FapiMarket market = markets[at];
            json.BeginObject().Name("e"u8).Plain("bookTicker"u8).Name("u"u8).Number(stamp.MdSeq).Name("s"u8).Plain(market.Utf8);
            json.Name("b"u8).Decimal(bid.Price.Value, market.Tick).Name("B"u8).Decimal(bid.Total.Value, market.Lot);
            json.Name("a"u8).Decimal(ask.Price.Value, market.Tick).Name("A"u8).Decimal(ask.Total.Value, market.Lot);
            json.Name("T"u8).Number(stamp.TimeNs / 1_000_000).Name("E"u8).Number(NowMs).EndObject();
            return true;
        }
        return false;
    }

    // How many orders make up a level is nothing that this stream tells.
    private static bool IsSame(in BookLevel a, in BookLevel b) => a.Price == b.Price && a.Total == b.Total;
}
