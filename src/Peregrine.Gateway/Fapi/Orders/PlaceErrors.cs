using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Markets;
using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>The engine's no to an order, as exactly as the dialect can say it.</summary>
internal static class PlaceErrors
{
    public static FapiError Of(in CommandReceipt receipt, in PlaceOrder order, FapiMarket market) => receipt.Code switch
    {
        RejectCode.QtyRange => SizeOf(in order, market),
        RejectCode.PriceBand => order.Side == Side.Buy ? FapiError.PriceTooHigh : FapiError.PriceTooLow,
        RejectCode.MinNotional => FapiError.TooSmall(Text(market.Terms.Terms.NotionalMin.Value, Scale.Micros)),
        RejectCode.TooManyOrders when order.Trigger != TriggerKind.None => FapiError.TooManyTriggers,
        RejectCode.AlreadyDone or RejectCode.BadCombination when (order.Flags & OrderFlags.PositionExit) != 0 => FapiError.CloseExists,
        RejectCode.BadValue when order.Tif == TimeInForce.Gtd => FapiError.BadGoodTill,
        RejectCode.BadValue when order.Trigger == TriggerKind.Trailing => FapiError.BadCallback,
        RejectCode.MarketState when market.Terms.State is MarketState.Settling or MarketState.Settled => FapiError.SymbolClosed,
        _ => FapiRejects.Of(in receipt),
    };

    private static FapiError SizeOf(in PlaceOrder order, FapiMarket market)
    {
        ListMarket terms = market.Terms.Terms;
        if (order.Qty < terms.QtyMin) return new(-4004, $"Quantity less than min quantity {Text(terms.QtyMin.Value, market.Lot)} (LOT_SIZE).");
        Lots most = order.Type == OrderType.Limit ? terms.QtyMax : terms.MarketQtyMax;
        return new(-4005, $"Quantity greater than max quantity {Text(most.Value, market.Lot)} (LOT_SIZE).");
    }

    private static string Text(long count, Scale scale)
    {
        Span<byte> bytes = stackalloc byte[Scale.LengthMax];
        return System.Text.Encoding.ASCII.GetString(bytes[..scale.Write(bytes, count)]);
    }
}
