using Peregrine.Core;

namespace Peregrine.Gateway.Fapi.Errors;

/// <summary>What the engine's no is called in the dialect, where it is the same for every request. Requests that know better say so first.</summary>
internal static class FapiRejects
{
    public static FapiError Of(in CommandReceipt receipt) => Of(receipt.Code) is { Code: -1008 } busy && receipt.RetryAfterMs > 0 ? FapiError.Overloaded(receipt.RetryAfterMs) : Of(receipt.Code);

    public static FapiError Of(RejectCode code) => code switch
    {
        RejectCode.NotPermitted or RejectCode.UnknownKey or RejectCode.UnknownAccount => FapiError.BadKey,
        RejectCode.KeyLimit => FapiError.OnlyReduceOnly with { Message = "A limit set for this key or account would be passed." },
        RejectCode.DuplicateIdMismatch => FapiError.DuplicateClientId,
        RejectCode.BadCombination => new(-1014, "Unsupported order combination."),
        RejectCode.BadClientId => FapiError.BadClientId,
        RejectCode.InsufficientMargin or RejectCode.InsufficientBalance => FapiError.MarginInsufficient,
        RejectCode.AccountState or RejectCode.MmpActive or RejectCode.AuctionQuotes => FapiError.CannotPlace,
        RejectCode.TooManyOrders => FapiError.TooManyOrders,
        RejectCode.ReduceOnlyNoPosition or RejectCode.NoPosition => FapiError.ReduceOnlyRejected,
        RejectCode.LeverageRange => FapiError.LeverageTooSmall,
        RejectCode.MarginModeLocked => FapiError.MarginTypeHasPosition,
        RejectCode.StrictIsolated => FapiError.IsolatedInsufficient,
        RejectCode.UnknownMarket => FapiError.BadSymbol,
        RejectCode.MarketState => FapiError.BadStatusForOpening,
        RejectCode.PriceState => FapiError.SymbolAtRisk,
        RejectCode.BadTick => FapiError.BadTick,
        RejectCode.BadLot => FapiError.BadStep,
        RejectCode.QtyRange => new(-4005, "Quantity is outside the range of the symbol (LOT_SIZE)."),
        RejectCode.MinNotional => FapiError.TooSmall("the symbol's MIN_NOTIONAL"),
        RejectCode.PriceBand => FapiError.PriceTooHigh,
        RejectCode.WouldTake => FapiError.PostOnlyRejected,
        RejectCode.WouldTrigger => FapiError.WouldTrigger,
        RejectCode.OiCap => FapiError.PositionTooLarge,
        RejectCode.FokNotFillable => FapiError.FokRejected,
        RejectCode.UnknownOrder => FapiError.UnknownOrderSent,
        RejectCode.NotAmendable => FapiError.OnlyLimits,
        RejectCode.CapacityFull => FapiError.TooManyOrders,
        RejectCode.Busy or RejectCode.ReadOnly or RejectCode.Lagging => FapiError.Overloaded(1000),
        RejectCode.InDoubt => FapiError.Unknown,
        _ => new(-1013, $"Invalid message: {RejectText.Of(code)}."),
    };
}
