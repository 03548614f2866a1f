using System.Buffers;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native;
using Peregrine.MarketData.Markets;
using Peregrine.MarketData.Risk;

namespace Peregrine.Gateway.Streams;

/// <summary>What liquidations do in a market from now on, oldest first; nobody is named. Who reads so slowly that some are gone is told so.</summary>
internal sealed class LiquidationsSubscription : Subscription
{
    private const int EntriesMax = 256;
    private static readonly Choices Kinds = new Choices<RiskKind>();
    private readonly MarketViews _views;
    private readonly MarketTerms _market;
    private long _number;

    public LiquidationsSubscription(string name, MarketViews views, MarketTerms market)
        : base(name)
    {
        (_views, _market) = (views, market);
        _number = Newest();
    }

    public override bool Write(JsonText json, long nowMs)
    {
        PublicRisk[] entries = ArrayPool<PublicRisk>.Shared.Rent(EntriesMax);
        int count = _views.ReadRisks(_market.Id, _number, entries.AsSpan(0, EntriesMax));
        if (count != 0) WriteEntries(json, entries.AsSpan(0, Math.Max(0, count)), isGap: count < 0);
        ArrayPool<PublicRisk>.Shared.Return(entries);
        return count != 0;
    }

    private void WriteEntries(JsonText json, ReadOnlySpan<PublicRisk> entries, bool isGap)
    {
        json.BeginObject().Name("ch"u8).Plain("liquidations"u8).Name("m"u8).Plain(_market.Utf8);
        if (isGap) json.Name("type"u8).Plain("gap"u8);
        json.Name("liquidations"u8).BeginArray();
        foreach (ref readonly PublicRisk entry in entries)
        {
            json.BeginObject().Name("id"u8);
            MarketJson.TradeId(json, entry.Seq, entry.Index);
            json.Name("kind"u8).Plain(Kinds.NameOf((int)entry.Kind));
            if (entry.Side != 0) json.Name("side"u8).Plain(Words.Sides.NameOf((int)entry.Side));
            if (entry.Qty.Value != 0) json.Name("qty"u8).Decimal(entry.Qty.Value, _market.Lot).Name("price"u8).Decimal(entry.Price.Value, _market.Tick.Sub);
            if (entry.Amount.Value != 0) json.Name("amount"u8).Decimal(entry.Amount.Value, Scale.Micros);
            json.Name("time"u8).Number(entry.TimeNs / 1_000_000).Name("seq"u8).Number(entry.Seq).EndObject();
        }
        json.EndArray().EndObject();
        _number = isGap ? Newest() : entries[^1].Number;
    }

    private long Newest()
    {
        Span<PublicRisk> latest = new PublicRisk[1];
        return _views.ReadRisks(_market.Id, latest) == 0 ? 0 : latest[0].Number;
    }
}
