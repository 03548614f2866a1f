using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.MarketData.Depth;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Native;

/// <summary>How public facts are spelled, in answers and in streams alike.</summary>
internal static class MarketJson
{
    public static void Levels(JsonText json, ReadOnlySpan<byte> name, ReadOnlySpan<BookLevel> levels, MarketTerms market)
    {
        json.Name(name).BeginArray();
        foreach (ref readonly BookLevel level in levels)
            json.BeginArray().Decimal(level.Price.Value, market.Tick).Decimal(level.Total.Value, market.Lot).Number(level.Count).EndArray();
        json.EndArray();
    }

    public static void Changes(JsonText json, ReadOnlySpan<byte> name, ReadOnlySpan<LevelChange> changes, Side side, MarketTerms market)
    {
        json.Name(name).BeginArray();
        foreach (ref readonly LevelChange change in changes)
        {
            if (change.Side == side) json.BeginArray().Decimal(change.Price.Value, market.Tick).Decimal(change.Total.Value, market.Lot).Number(change.Count).EndArray();
        }
        json.EndArray();
    }

    public static void Checksum(JsonText json, ulong checksum)
    {
        Span<byte> hex = stackalloc byte[16];
        checksum.TryFormat(hex, out _, "x16");
        json.Name("checksum"u8).Plain(hex);
    }

    public static void Trade(JsonText json, in PublicTrade trade, MarketTerms market)
    {
        json.BeginObject().Name("tradeId"u8);
        TradeId(json, trade.Seq, trade.TradeIndex);
        json.Name("price"u8).Decimal(trade.Price.Value, market.Tick).Name("qty"u8).Decimal(trade.Qty.Value, market.Lot);
        json.Name("side"u8).Plain(Words.Sides.NameOf((int)trade.TakerSide)).Name("reason"u8).Plain(Words.FillReasons.NameOf((int)trade.Reason));
        json.Name("time"u8).Number(trade.TimeNs / 1_000_000).Name("seq"u8).Number(trade.Seq).EndObject();
    }

    /// <summary>The command and the trade's place among its trades, with a dash between them.</summary>
    public static void TradeId(JsonText json, long seq, int index)
    {
        Span<byte> text = stackalloc byte[32];
        System.Text.Unicode.Utf8.TryWrite(text, $"{seq}-{index}", out int length);
        json.Plain(text[..length]);
    }

    /// <summary>The fields of index and mark, inside an object that is open.</summary>
    public static void Prices(JsonText json, in MarketFacts facts, MarketTerms market)
    {
        if (facts.Mark.Value != 0) json.Name("mark"u8).Decimal(facts.Mark.Value, market.Tick.Sub).Name("index"u8).Decimal(facts.Index.Value, market.Tick.Sub);
        json.Name("priceState"u8).Plain(Words.PriceStates.NameOf((int)facts.PriceState));
    }

    public static void Ticker(JsonText json, in MarketFacts facts, Lots openInterest, BookViews books, MarketTerms market)
    {
        json.BeginObject().Name("market"u8).Plain(market.Utf8).Name("state"u8).Plain(Words.MarketStates.NameOf((int)facts.State));
        if (facts.Last.Value != 0) json.Name("last"u8).Decimal(facts.Last.Value, market.Tick);
        BookLevel bid = default, ask = default;
        BookStamp stamp = books.Read(market.Id, new Span<BookLevel>(ref bid), new Span<BookLevel>(ref ask));
        if (stamp.Bids > 0) json.Name("bid"u8).Decimal(bid.Price.Value, market.Tick).Name("bidQty"u8).Decimal(bid.Total.Value, market.Lot);
        if (stamp.Asks > 0) json.Name("ask"u8).Decimal(ask.Price.Value, market.Tick).Name("askQty"u8).Decimal(ask.Total.Value, market.Lot);
        Prices(json, in facts, market);
        Day(json, in facts.Day, market);
        json.Name("openInterest"u8).Decimal(openInterest.Value, market.Lot);
        json.Name("asOfSeq"u8).Number(facts.Seq).Name("time"u8).Number(facts.TimeNs / 1_000_000).EndObject();
    }

    private static void Day(JsonText json, in Bar day, MarketTerms market)
    {
        json.Name("trades24h"u8).Number(day.Count).Name("volume24h"u8).Decimal(day.Volume.Value, market.Lot);
        json.Name("quoteVolume24h"u8).Decimal(day.Paid.Value, Scale.Micros);
        if (day.Count == 0) return;
        json.Name("open24h"u8).Decimal(day.Open.Value, market.Tick).Name("high24h"u8).Decimal(day.High.Value, market.Tick);
        json.Name("low24h"u8).Decimal(day.Low.Value, market.Tick).Name("change24h"u8).Decimal((day.Close - day.Open).Value, market.Tick);
    }
}
