using System.Buffers;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Streams;

/// <summary>The trades of a market from now on, oldest first. Who reads so slowly that some are gone is told so.</summary>
internal sealed class TradesSubscription : Subscription
{
    private const int TradesMax = 256;
    private readonly MarketViews _views;
    private readonly MarketTerms _market;
    private long _number;

    public TradesSubscription(string name, MarketViews views, MarketTerms market)
        : base(name)
    {
        (_views, _market) = (views, market);
        _number = Newest();
    }

    public override bool Write(JsonText json, long nowMs)
    {
        PublicTrade[] trades = ArrayPool<PublicTrade>.Shared.Rent(TradesMax);
        int count = _views.ReadTrades(_market.Id, _number, trades.AsSpan(0, TradesMax));
        if (count != 0) WriteTrades(json, trades.AsSpan(0, Math.Max(0, count)), isGap: count < 0);
        ArrayPool<PublicTrade>.Shared.Return(trades);
        return count != 0;
    }

    private void WriteTrades(JsonText json, ReadOnlySpan<PublicTrade> trades, bool isGap)
    {
        json.BeginObject().Name("ch"u8).Plain("trades"u8).Name("m"u8).Plain(_market.Utf8);
        if (isGap) json.Name("type"u8).Plain("gap"u8);
        json.Name("trades"u8).BeginArray();
        foreach (ref readonly PublicTrade trade in trades) MarketJson.Trade(json, in trade, _market);
        json.EndArray().EndObject();
        _number = isGap ? Newest() : trades[^1].Number;
    }

    private long Newest() => _views.TryRead(_market.Id, out MarketFacts facts) ? facts.TradeCount : 0;
}
