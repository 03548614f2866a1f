using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.MarketData.Markets;
using Peregrine.MarketData.Risk;

namespace Peregrine.Gateway.Streams;

/// <summary>What liquidations do in a market; nobody is named.</summary>
internal sealed class LiquidationsSubscription(string name, MarketViews views, MarketTerms market) : TapeSubscription<PublicRisk>(name, market, NewestOf(views, market))
{
    private static readonly Choices Kinds = new Choices<RiskKind>();

    protected override ReadOnlySpan<byte> Channel => "liquidations"u8;

    protected override int Read(long after, Span<PublicRisk> into) => views.ReadRisks(Market.Id, after, into);

    protected override long NumberOf(in PublicRisk entry) => entry.Number;

    protected override long Newest() => NewestOf(views, Market);

    protected override void WriteEntry(JsonText json, in PublicRisk entry)
    {
        json.BeginObject().Name("id"u8);
        MarketJson.TradeId(json, entry.Seq, entry.Index);
        json.Name("kind"u8).Plain(Kinds.NameOf((int)entry.Kind));
        if (entry.Side != 0) json.Name("side"u8).Plain(Words.Sides.NameOf((int)entry.Side));
        if (entry.Qty.Value != 0) json.Name("qty"u8).Decimal(entry.Qty.Value, Market.Lot).Name("price"u8).Decimal(entry.Price.Value, Market.Tick.Sub);
        if (entry.Amount.Value != 0) json.Name("amount"u8).Decimal(entry.Amount.Value, Scale.Micros);
        json.Name("time"u8).Number(entry.TimeNs / 1_000_000).Name("seq"u8).Number(entry.Seq).EndObject();
    }

    private static long NewestOf(MarketViews views, MarketTerms market)
    {
        Span<PublicRisk> latest = new PublicRisk[1];
        return views.ReadRisks(market.Id, latest) == 0 ? 0 : latest[0].Number;
    }
}
