using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Streams;

/// <summary>The trades of a market.</summary>
internal sealed class TradesSubscription(string name, MarketViews views, MarketTerms market) : TapeSubscription<PublicTrade>(name, market, NewestOf(views, market))
{
    protected override ReadOnlySpan<byte> Channel => "trades"u8;

    protected override int Read(long after, Span<PublicTrade> into) => views.ReadTrades(Market.Id, after, into);

    protected override long NumberOf(in PublicTrade entry) => entry.Number;

    protected override long Newest() => NewestOf(views, Market);

    protected override void WriteEntry(JsonText json, in PublicTrade entry) => MarketJson.Trade(json, in entry, Market);

    private static long NewestOf(MarketViews views, MarketTerms market) => views.TryRead(market.Id, out MarketFacts facts) ? facts.TradeCount : 0;
}
