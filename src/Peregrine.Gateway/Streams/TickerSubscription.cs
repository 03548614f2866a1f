using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Streams;

/// <summary>A market's ticker: at once, then at most once a second while it changes.</summary>
internal sealed class TickerSubscription(string name, Gateway gateway, MarketTerms market) : Subscription(name)
{
    private const int EveryMs = 1000;
    private long _dueMs;
    private long _seq = -1;

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Clock];

    public override bool IsDue(long nowMs) => nowMs >= Volatile.Read(ref _dueMs) && gateway.Trading.Views.LastChange(market.Id) != Volatile.Read(ref _seq);

    public override bool Write(JsonText json, long nowMs)
    {
        if (nowMs < _dueMs || !gateway.Trading.Views.TryRead(market.Id, out MarketFacts facts) || facts.Seq == _seq) return false;
        (_dueMs, _seq) = (nowMs + EveryMs, facts.Seq);
        json.BeginObject().Name("ch"u8).Plain("ticker"u8).Name("m"u8).Plain(market.Utf8).Name("data"u8);
        MarketJson.Ticker(json, in facts, gateway.Accounts.Views.OpenInterest(market.Id), gateway.Depth.Views, market);
        json.EndObject();
        return true;
    }
}
