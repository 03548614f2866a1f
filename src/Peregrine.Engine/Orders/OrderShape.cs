using Peregrine.Core;

namespace Peregrine.Engine.Orders;

/// <summary>Which fields of an order exclude each other (domain §2.3). Looks at nothing but the order.</summary>
internal static class OrderShape
{
    private const int CallbackMinPpb = 1_000_000;
    private const int CallbackMaxPpb = 100_000_000;
    private const long ExpiryMinNs = 1_000_000_000;
    private const long ExpiryMaxNs = 90L * 86_400_000_000_000;

    /// <summary>Close orders find their side from the position, whatever side they name.</summary>
    public static bool DerivesSide(in PlaceOrder order) => order.Type == OrderType.ClosePosition;

    public static bool OnlyReduces(in PlaceOrder order) =>
        DerivesSide(in order) || (order.Flags & (OrderFlags.ReduceOnly | OrderFlags.PositionExit)) != 0;

    public static RejectCode Check(in PlaceOrder order, int slipMaxPpb, long nowNs)
    {
        bool excluded = order.Type switch
        {
            OrderType.Limit => order.SlipPpb != 0 || Has(in order, OrderFlags.ByQuote) || order.WorstPrice.Value != 0,
            OrderType.Market => MarketExcludes(in order),
            OrderType.ClosePosition => MarketExcludes(in order) || order.Qty.Value != 0
                || Has(in order, OrderFlags.ByQuote) || order.Tif != TimeInForce.Ioc,
        };
        if (excluded || SizesExclude(in order) || FlagsExclude(in order)) return RejectCode.BadCombination;
        if (TriggerExcludes(in order)) return RejectCode.BadCombination;
        RejectCode expiry = CheckExpiry(order.Tif, order.ExpireAtNs, nowNs);
        if (expiry == RejectCode.BadCombination) return expiry;
        bool inRange = order.Percent <= 100 && order.BuilderPpb >= 0 && order.SlipPpb >= 0 && order.SlipPpb <= slipMaxPpb
            && (order.CallbackPpb == 0 || IsCallback(order.CallbackPpb));
        return inRange ? expiry : RejectCode.BadValue;
    }

    /// <summary>A limit order that says nothing but price and quantity; most are, and <see cref="Check"/> would find nothing in them.</summary>
    public static bool IsPlain(in PlaceOrder order) =>
        order.Type == OrderType.Limit && order.Tif != TimeInForce.Gtd && order.Flags == OrderFlags.None
        && ((int)order.Trigger | (int)order.TriggerBy | order.Percent | order.SlipPpb | order.CallbackPpb | order.Builder | order.BuilderPpb) == 0
        && (order.Quote.Value | order.Display.Value | order.ExpireAtNs | order.WorstPrice.Value) == 0
        && (order.TriggerPrice.Value | order.ActivationPrice.Value | order.Offset.Value) == 0;

    /// <summary>A trailing stop's distance as a rate: 0.1 % to 10 %.</summary>
    public static bool IsCallback(int ppb) => ppb is >= CallbackMinPpb and <= CallbackMaxPpb;

    private static bool Has(in PlaceOrder order, OrderFlags flag) => (order.Flags & flag) != 0;

    private static bool MarketExcludes(in PlaceOrder order) =>
        order.Price.Value != 0
        || order.Tif is TimeInForce.Gtc or TimeInForce.Gtd
        || Has(in order, OrderFlags.PostOnly)
        || order.Display.Value != 0
        || (order.WorstPrice.Value != 0 && order.Trigger == TriggerKind.None);

    // One way to say how much.
    private static bool SizesExclude(in PlaceOrder order)
    {
        bool byQuote = Has(in order, OrderFlags.ByQuote);
        int ways = (order.Qty.Value != 0 ? 1 : 0) + (order.Percent != 0 ? 1 : 0) + (byQuote ? 1 : 0);
        if (order.Percent != 0 && order.Type != OrderType.ClosePosition) return true;
        return ways > 1 || (order.Quote.Value != 0 && !byQuote) || (byQuote && order.Trigger != TriggerKind.None);
    }

    private static bool FlagsExclude(in PlaceOrder order)
    {
        bool immediate = order.Tif is TimeInForce.Ioc or TimeInForce.Fok;
        bool waits = order.Trigger != TriggerKind.None;
        if (Has(in order, OrderFlags.PostOnly) && immediate) return true;
        if (Has(in order, OrderFlags.Slide) && !Has(in order, OrderFlags.PostOnly)) return true;
        if (order.Display.Value != 0 && immediate) return true;
        if (Has(in order, OrderFlags.AllowImmediate | OrderFlags.NoLastGuard) && !waits) return true;
        if (Has(in order, OrderFlags.PositionExit) && (!waits || SizesAnExit(in order))) return true;
        return (order.BuilderPpb != 0) != (order.Builder != 0);
    }

    /// <summary>A deadline belongs to good-till-date alone, and lies between a second and 90 days ahead.</summary>
    public static RejectCode CheckExpiry(TimeInForce tif, long expireAtNs, long nowNs)
    {
        if (tif != TimeInForce.Gtd) return expireAtNs == 0 ? RejectCode.None : RejectCode.BadCombination;
        return Math.Max(0, expireAtNs) - nowNs is >= ExpiryMinNs and <= ExpiryMaxNs ? RejectCode.None : RejectCode.BadValue;
    }

    // A position's exit takes its size from the position when it fires.
    private static bool SizesAnExit(in PlaceOrder order) =>
        order.Type == OrderType.ClosePosition || order.Qty.Value != 0 || order.Percent != 0 || order.Display.Value != 0 || Has(in order, OrderFlags.Oco);

    private static bool TriggerExcludes(in PlaceOrder order)
    {
        bool hasDistance = order.CallbackPpb != 0 || order.Offset.Value != 0;
        if (order.Trigger == TriggerKind.None)
            return order.TriggerPrice.Value != 0 || order.TriggerBy != 0 || hasDistance || order.ActivationPrice.Value != 0;
        if (order.Trigger != TriggerKind.Trailing) return hasDistance || order.ActivationPrice.Value != 0;
        return order.TriggerPrice.Value != 0 || (order.CallbackPpb != 0) == (order.Offset.Value != 0);
    }
}
