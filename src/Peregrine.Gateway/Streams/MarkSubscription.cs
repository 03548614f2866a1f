using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.MarketData.Markets;
using Peregrine.MarketData.Prices;

namespace Peregrine.Gateway.Streams;

/// <summary>Mark, index, how far they may be trusted and what mark was made of, whenever one of them changes.</summary>
internal sealed class MarkSubscription(string name, MarketViews views, MarketTerms market) : Subscription(name)
{
    private (Subticks Mark, Subticks Index, PriceState State, long PremiumPpb) _told;

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Market(market.Id)];

    public override bool Write(JsonText json, long nowMs)
    {
        if (!views.TryRead(market.Id, out MarketFacts facts)) return false;
        views.TryReadFeed(market.Id, out FeedFacts feed);
        (Subticks, Subticks, PriceState, long) now = (facts.Mark, facts.Index, facts.PriceState, feed.Mark.PremiumPpb);
        if (now == _told) return false;
        _told = now;
        json.BeginObject().Name("ch"u8).Plain("mark"u8).Name("m"u8).Plain(market.Utf8);
        MarketJson.Prices(json, in facts, market);
        if (feed.HasSources && feed.Mark.Mark.Value != 0) WriteInputs(json, in feed.Mark);
        json.Name("seq"u8).Number(facts.Seq).Name("t"u8).Number(facts.TimeNs / 1_000_000).EndObject();
        return true;
    }

    // What mark is the median of, and what the hour's funding counts.
    private void WriteInputs(JsonText json, in MarkUpdated mark)
    {
        Scale sub = market.Tick.Sub;
        json.Name("fundingPrice"u8).Decimal(mark.FundingPrice.Value, sub).Name("basisPrice"u8).Decimal(mark.BasisPrice.Value, sub).Name("bookPrice"u8).Decimal(mark.BookPrice.Value, sub);
        if (mark.ImpactBid.Value != 0) json.Name("impactBid"u8).Decimal(mark.ImpactBid.Value, sub);
        if (mark.ImpactAsk.Value != 0) json.Name("impactAsk"u8).Decimal(mark.ImpactAsk.Value, sub);
        json.Name("premium"u8).Decimal(mark.PremiumPpb, Scale.Ppb).Name("buyRange"u8).Decimal(mark.BuyRange.Value, market.Tick).Name("sellRange"u8).Decimal(mark.SellRange.Value, market.Tick);
    }
}
