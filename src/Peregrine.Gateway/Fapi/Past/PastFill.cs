using Peregrine.Core;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;
using Peregrine.History;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Past;

/// <summary>One side of a trade, or a change of a position that no trade made, as history has it.</summary>
internal readonly record struct PastFill(
    long Id, long Seq, int Index, long TimeMs, ushort Market, OrderId Order, Side Side, bool IsMaker, Subticks Price, Lots Qty, Micros Fees, Micros Realised, FillReason Reason)
{
    /// <summary>Fills that pass a filter, of one order or of all, by rising id.</summary>
    public static async ValueTask<List<PastFill>> List(FapiCall call, ushort? market, PastWindow window, Predicate<PastFill> filter, OrderId order = default)
    {
        HistoryQuery query = window.Scan(HistoryTable.Fills) with { Account = call.Who.Account, Market = market, Order = order.IsNone ? null : order };
        List<PastFill> found = await PastRows.Collect(call, query, window.Limit, Of, filter);
        found.Sort(static (a, b) => (a.Seq, a.Index).CompareTo((b.Seq, b.Index)));
        return found;
    }

    public void Write(JsonText json, FapiMarket market)
    {
        json.BeginObject().Name("symbol"u8).Plain(market.Utf8).Name("id"u8).Number(Id).Name("orderId"u8).Number(Order.Value).Name("side"u8).Plain(FapiWords.NameOf(Side));
        json.Name("positionSide"u8).Plain("BOTH"u8).Name("price"u8).Decimal(Price.Value, market.SubTick).Name("qty"u8).Decimal(Qty.Value, market.Lot);
        json.Name("quoteQty"u8).Decimal(market.ValueAt(Qty, Price).Value, Scale.Micros).Name("realizedPnl"u8).Decimal(Realised.Value, Scale.Micros);
        json.Name("commission"u8).Decimal(Fees.Value, Scale.Micros).Name("commissionAsset"u8).String(market.Quote).Name("marginAsset"u8).String(market.Quote);
        json.Name("time"u8).Number(TimeMs).Name("buyer"u8).Bool(Side == Side.Buy).Name("maker"u8).Bool(IsMaker).EndObject();
    }

    private static PastFill Of(PastRows rows, object?[] row)
    {
        long seq = rows.Number(row, "seq");
        int index = (int)rows.Number(row, "idx");
        // What no trade made has a place behind those of trades.
        long id = TradeIds.Of(seq, rows.Has(row, "trade_index") ? (int)rows.Number(row, "trade_index") : TradeIds.UntradedFrom + index % TradeIds.UntradedFrom);
        return new(
            id, seq, index, rows.Number(row, "time_ns") / 1_000_000, (ushort)rows.Number(row, "market"), new OrderId(rows.Number(row, "order_id")),
            (Side)rows.Number(row, "side"), rows.Number(row, "is_maker") != 0, new Subticks(rows.Number(row, "price_subticks")), new Lots(rows.Number(row, "qty")),
            new Micros(rows.Number(row, "fees")), new Micros(rows.Number(row, "realised")), (FillReason)rows.Number(row, "reason"));
    }
}
