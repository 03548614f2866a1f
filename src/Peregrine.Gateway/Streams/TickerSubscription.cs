using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Streams;

/// <summary>A market's ticker: at once, then at most once a second while it, or the best level of either side of its book, changes.</summary>
internal sealed class TickerSubscription(string name, Gateway gateway, MarketTerms market) : Subscription(name)
{
    private const int EveryMs = 1000;
    private long _dueMs;
    private long _seq = -1;
    private long _top = -1;

    public override IReadOnlyList<NewsSource> Sources { get; } = [NewsSource.Clock];

    public override bool IsDue(long nowMs) => nowMs >= Volatile.Read(ref _dueMs)
        && (gateway.Trading.Views.LastChange(market.Id) != Volatile.Read(ref _seq) || gateway.Depth.Views.LastTop(market.Id) != Volatile.Read(ref _top));

    public override bool Write(JsonText json, long nowMs)
    {
        // Before the book is copied: a best bid that comes in between is told twice rather than never.
        long top = gateway.Depth.Views.LastTop(market.Id);
        if (nowMs < _dueMs || !gateway.Trading.Views.TryRead(market.Id, out MarketFacts facts) || (facts.Seq == _seq && top == _top)) return false;
        (_dueMs, _seq, _top) = (nowMs + EveryMs, facts.Seq, top);
        json.BeginObject().Name("ch"u8).Plain("ticker"u8).Name("m"u8).Plain(market.Utf8).Name("data"u8);
        MarketJson.Ticker(json, in facts, gateway.Accounts.Views.OpenInterest(market.Id), gateway.Depth.Views, market);
        json.EndObject();
        return true;
    }
}
