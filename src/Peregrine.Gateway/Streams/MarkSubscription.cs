using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Streams;

/// <summary>Mark, index and how far they may be trusted, whenever one of them changes.</summary>
internal sealed class MarkSubscription(string name, MarketViews views, MarketTerms market) : Subscription(name)
{
    private (Subticks Mark, Subticks Index, PriceState State) _told;

    public override bool Write(JsonText json, long nowMs)
    {
        if (!views.TryRead(market.Id, out MarketFacts facts)) return false;
        (Subticks Mark, Subticks Index, PriceState State) now = (facts.Mark, facts.Index, facts.PriceState);
        if (now == _told) return false;
        _told = now;
        json.BeginObject().Name("ch"u8).Plain("mark"u8).Name("m"u8).Plain(market.Utf8);
        MarketJson.Prices(json, in facts, market);
        json.Name("seq"u8).Number(facts.Seq).Name("t"u8).Number(facts.TimeNs / 1_000_000).EndObject();
        return true;
    }
}
