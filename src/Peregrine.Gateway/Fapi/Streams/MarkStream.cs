using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Streams;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Streams;

/// <summary>Mark, index and funding, in a steady beat: of one market, or of all in one list.</summary>
internal sealed class MarkStream(string name, FapiStreamDesk desk, FapiMarket[] markets, bool isList, int everyMs) : FapiStream(name, desk)
{
    private Pace _pace = new(everyMs);

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Clock];

    public override bool IsDue(long nowMs) => _pace.IsDue(nowMs);

    protected override bool WriteData(JsonText json, long nowMs)
    {
        if (!_pace.IsDue(nowMs)) return false;
        _pace.Done(nowMs);
        if (isList) json.BeginArray();
        foreach (FapiMarket market in markets) Write(json, market);
        if (isList) json.EndArray();
        return true;
    }

    private void Write(JsonText json, FapiMarket market)
    {
        long now = NowMs;
        Gateway.Trading.Views.TryRead(market.Id, out MarketFacts facts);
        FundingTold funding = FundingTold.Of(Gateway, market, now);
        json.BeginObject().Name("e"u8).Plain("markPriceUpdate"u8).Name("E"u8).Number(now).Name("s"u8).Plain(market.Utf8);
        json.Name("p"u8).Decimal(facts.Mark.Value, market.SubTick).Name("i"u8).Decimal(facts.Index.Value, market.SubTick).Name("P"u8).Decimal(facts.Index.Value, market.SubTick);
        json.Name("r"u8).Decimal(funding.RatePpb, Scale.Ppb).Name("T"u8).Number(funding.NextMs).EndObject();
    }
}
