using Peregrine.Core;
using Peregrine.MarketData.Accounts;
using Peregrine.MarketData.Candles;
using Peregrine.MarketData.Markets;

namespace Peregrine.Gateway.Fapi.Markets;

/// <summary>The dialect's names of values, both ways; in one place, so that what goes in is spelled as what comes out.</summary>
internal static class FapiWords
{
    /// <summary>Where there is no trade.</summary>
    public const long NoId = -1;

    private static readonly (string Word, CandleInterval Interval)[] Intervals =
    [
        ("1m", CandleInterval.Minute), ("3m", CandleInterval.Minutes3), ("5m", CandleInterval.Minutes5), ("15m", CandleInterval.Minutes15), ("30m", CandleInterval.Minutes30),
        ("1h", CandleInterval.Hour), ("2h", CandleInterval.Hours2), ("4h", CandleInterval.Hours4), ("6h", CandleInterval.Hours6), ("8h", CandleInterval.Hours8),
        ("12h", CandleInterval.Hours12), ("1d", CandleInterval.Day), ("3d", CandleInterval.Days3), ("1w", CandleInterval.Week), ("1M", CandleInterval.Month),
    ];

    /// <summary>A trade's id, or that there is none.</summary>
    public static long IdOf(long trade) => trade == TradeIds.None ? NoId : trade;

    public static CandleInterval? Interval(ReadOnlySpan<byte> word)
    {
        foreach ((string name, CandleInterval interval) in Intervals)
        {
            if (System.Text.Ascii.Equals(word, name)) return interval;
        }
        return null;
    }

    public static string NameOf(CandleInterval interval) => Array.Find(Intervals, i => i.Interval == interval).Word;

    public static Side? Side(ReadOnlySpan<byte> word) => word.SequenceEqual("BUY"u8) ? Core.Side.Buy : word.SequenceEqual("SELL"u8) ? Core.Side.Sell : null;

    public static ReadOnlySpan<byte> NameOf(Side side) => side == Core.Side.Buy ? "BUY"u8 : "SELL"u8;

    public static ReadOnlySpan<byte> TifOf(TimeInForce tif, OrderFlags flags) => (flags & OrderFlags.PostOnly) != 0 ? "GTX"u8 : tif switch
    {
        TimeInForce.Gtd => "GTD"u8,
        TimeInForce.Ioc => "IOC"u8,
        TimeInForce.Fok => "FOK"u8,
        _ => "GTC"u8,
    };

    /// <summary>What an order is once it is in the book or on its way there.</summary>
    public static ReadOnlySpan<byte> TypeOf(OrderType type) => type == OrderType.Limit ? "LIMIT"u8 : "MARKET"u8;

    /// <summary>What an order with a trigger is while it waits.</summary>
    public static ReadOnlySpan<byte> TypeOf(OrderType type, TriggerKind trigger) => trigger switch
    {
        TriggerKind.Stop => type == OrderType.Limit ? "STOP"u8 : "STOP_MARKET"u8,
        TriggerKind.TakeProfit => type == OrderType.Limit ? "TAKE_PROFIT"u8 : "TAKE_PROFIT_MARKET"u8,
        TriggerKind.Trailing => "TRAILING_STOP_MARKET"u8,
        _ => TypeOf(type),
    };

    public static ReadOnlySpan<byte> StpOf(StpMode mode) => mode switch
    {
        StpMode.CancelNewest => "EXPIRE_TAKER"u8,
        StpMode.CancelBoth => "EXPIRE_BOTH"u8,
        _ => "EXPIRE_MAKER"u8,
    };

    /// <summary>The dialect watches last or mark; a trigger on the index, from elsewhere, is told as one on mark.</summary>
    public static ReadOnlySpan<byte> WorkingTypeOf(TriggerRef reference) => reference is TriggerRef.Mark or TriggerRef.Index ? "MARK_PRICE"u8 : "CONTRACT_PRICE"u8;

    public static ReadOnlySpan<byte> StatusOf(in OrderFacts order) => order.State switch
    {
        OrderState.Filled => "FILLED"u8,
        OrderState.PartiallyFilled => "PARTIALLY_FILLED"u8,
        OrderState.Rejected => "REJECTED"u8,
        OrderState.Cancelled or OrderState.Expired => EndOf(in order),
        _ => order.Filled.Value > 0 ? "PARTIALLY_FILLED"u8 : "NEW"u8,
    };

    /// <summary>How far an order that has not ended, or has, came before it was in a book.</summary>
    public static ReadOnlySpan<byte> AlgoStatusOf(in OrderFacts order)
    {
        if (order.HasFired != 0) return order.Filled.Value == 0 && WasRefused(in order) ? "REJECTED"u8 : "FINISHED"u8;
        if (!order.HasEnded) return "NEW"u8;
        return order.State switch
        {
            OrderState.Expired => "EXPIRED"u8,
            OrderState.Rejected => "REJECTED"u8,
            _ => "CANCELED"u8,
        };
    }

    public static ReadOnlySpan<byte> StatusOf(MarketState state) => state switch
    {
        MarketState.Open or MarketState.PostOnly or MarketState.ReduceOnly => "TRADING"u8,
        MarketState.Settling => "SETTLING"u8,
        MarketState.Settled => "CLOSE"u8,
        _ => "PENDING_TRADING"u8,
    };

    // A check stopped it when its trigger fired; what its owner or the market took away later had been taken.
    private static bool WasRefused(in OrderFacts order) => order.State == OrderState.Rejected
        || order.Reason is CancelReason.TriggerMargin or CancelReason.Rejected or CancelReason.Breaker or CancelReason.WouldBankrupt or CancelReason.NoPosition or CancelReason.MarketState;

    // What its owner took away was cancelled; everything else ran out.
    private static ReadOnlySpan<byte> EndOf(in OrderFacts order) => order.Reason switch
    {
        CancelReason.Stp => "EXPIRED_IN_MATCH"u8,
        CancelReason.IocRemainder or CancelReason.Breaker or CancelReason.Expired or CancelReason.RoNoRoom or CancelReason.NoPosition or CancelReason.WouldBankrupt
            or CancelReason.MakerMargin or CancelReason.TriggerMargin or CancelReason.Rejected or CancelReason.OiCap or CancelReason.Settlement or CancelReason.Liquidation => "EXPIRED"u8,
        _ => order.State == OrderState.Expired ? "EXPIRED"u8 : "CANCELED"u8,
    };
}
