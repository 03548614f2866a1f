using Peregrine.Core;
using Peregrine.Gateway.Json;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>What one command took at one price, as one. It is named after its first trade.</summary>
internal readonly record struct AggTrade(long FirstId, long LastId, long Seq, long TimeMs, Ticks Price, Lots Qty, Side TakerSide)
{
    public static List<AggTrade> Of(ReadOnlySpan<PublicTrade> trades)
    {
        List<AggTrade> all = [];
        Add(all, trades);
        return all;
    }

    /// <summary>Goes on where a piece of the tape ended.</summary>
    public static void Add(List<AggTrade> all, ReadOnlySpan<PublicTrade> trades)
    {
        foreach (ref readonly PublicTrade trade in trades)
        {
            long id = TradeIds.Of(trade.Seq, trade.TradeIndex);
            if (all.Count > 0 && all[^1] is var last && last.Seq == trade.Seq && last.Price == trade.Price && last.TakerSide == trade.TakerSide)
                all[^1] = last with { LastId = id, Qty = last.Qty + trade.Qty };
            else all.Add(new AggTrade(id, id, trade.Seq, trade.TimeNs / 1_000_000, trade.Price, trade.Qty, trade.TakerSide));
        }
    }

    /// <summary>Its members, in an object that is open.</summary>
    public JsonText Write(JsonText json, FapiMarket market) =>
        json.Name("a"u8).Number(FirstId).Name("p"u8).Decimal(Price.Value, market.Tick).Name("q"u8).Decimal(Qty.Value, market.Lot)
            .Name("f"u8).Number(FirstId).Name("l"u8).Number(LastId).Name("T"u8).Number(TimeMs).Name("m"u8).Bool(TakerSide == Side.Sell);
}
