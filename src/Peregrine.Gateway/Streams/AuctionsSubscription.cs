using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.MarketData.Auctions;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Streams;

/// <summary>Auctions of a market's orders as they open and end: a maker has a moment to quote, and cannot ask for it every time.</summary>
internal sealed class AuctionsSubscription(string name, MarketViews views, MarketTerms market) : TapeSubscription<PublicAuction>(name, market, NewestOf(views, market))
{
    protected override ReadOnlySpan<byte> Channel => "auctions"u8;

    protected override int Read(long after, Span<PublicAuction> into) => views.ReadAuctions(Market.Id, after, into);

    protected override long NumberOf(in PublicAuction entry) => entry.Number;

    protected override long Newest() => NewestOf(views, Market);

    protected override void WriteEntry(JsonText json, in PublicAuction entry)
    {
        json.BeginObject().Name("auction"u8).Id(entry.Auction).Name("type"u8).Plain(entry.IsOpening ? "opened"u8 : "ended"u8);
        if (entry.IsOpening)
        {
            json.Name("side"u8).Plain(Words.Sides.NameOf((int)entry.Side)).Name("sizeBucket"u8).Decimal(entry.SizeBucket.Value, Market.Lot);
            json.Name("limit"u8).Decimal(entry.Limit.Value, Market.Tick).Name("touch"u8).Decimal(entry.Touch.Value, Market.Tick);
            json.Name("endsAt"u8).Number(entry.EndsAtNs / 1_000_000);
        }
        else
        {
            json.Name("quotes"u8).Number(entry.Quotes).Name("fromQuotes"u8).Decimal(entry.FromQuotes.Value, Market.Lot).Name("filled"u8).Decimal(entry.Filled.Value, Market.Lot);
        }
        json.Name("time"u8).Number(entry.TimeNs / 1_000_000).Name("seq"u8).Number(entry.Seq).EndObject();
    }

    private static long NewestOf(MarketViews views, MarketTerms market)
    {
        Span<PublicAuction> latest = new PublicAuction[1];
        return views.ReadAuctions(market.Id, latest) == 0 ? 0 : latest[0].Number;
    }
}
