using Peregrine.Gateway.Json;

namespace Peregrine.Gateway.Native.Orders;

/// <summary>Every field that some order takes; which of them a type takes is told by <see cref="FieldsOf"/>.</summary>
internal sealed class OrderBody : BodyShape
{
    public static readonly OrderBody Shape = new();

    public readonly Field Type, Market, Side, ClientOrderId, Label, Stp, ExpiresAt, Protective, CancelOnDisconnect, Builder, BuilderFee;
    public readonly Field Price, Qty, QuoteQty, Tif, ExpireAt, PostOnly, ReduceOnly, Display, Exits, MaxSlippage, Jit;
    public readonly Field TriggerPrice, TriggerBy, WorstPrice, Percent, Position, AllowImmediate, LastGuard, Callback, Offset, ActivationPrice;
    public readonly Field Orders, FromPrice, ToPrice, Count, Ratio, Duration, Interval, Jitter, LimitPrice, Legs, Multiple, MinMultiple;
    private readonly ulong[] _allowed = new ulong[(int)OrderForm.CloseAll + 1];
    private readonly ulong[] _required = new ulong[(int)OrderForm.CloseAll + 1];

    private OrderBody()
        : base("Order")
    {
        Type = Needed("type", FieldType.OneOf(Words.OrderForms), "What kind of order; it decides which of the other fields are taken.");
        Market = Optional("market", FieldType.Market, "The market.");
        Side = Optional("side", FieldType.OneOf(Words.Sides), "Buy or sell.");
        ClientOrderId = Optional("clientOrderId", FieldType.ClientId, "The owner's own name for the order, unique in the account; makes placing it idempotent.");
        Label = Optional("label", FieldType.Whole(1, uint.MaxValue), "The owner's own tag, for mass cancel and the dead-man switch.");
        Stp = Optional("stp", FieldType.OneOf(Words.StpModes), "What happens when own orders meet; cancelOldest when left out.");
        ExpiresAt = Optional("expiresAt", FieldType.Time, "The request itself is refused when it comes at or after this time.");
        Protective = Optional("protective", FieldType.Flag, "Spared by a dead-man switch.");
        CancelOnDisconnect = Optional("cancelOnDisconnect", FieldType.Flag, "Cancelled when the socket that placed it is lost; over sockets only.");
        Builder = Optional("builder", FieldType.Account, "Account of the front end that earns builderFee.");
        BuilderFee = Optional("builderFee", FieldType.Rate, "What the builder earns, as a fraction of the notional.");
        Price = Optional("price", FieldType.Price, "The limit; with a trigger: of the order it places.");
        Qty = Optional("qty", FieldType.Qty, "How much.");
        QuoteQty = Optional("quoteQty", FieldType.Money, "The money to spend, instead of qty.");
        Tif = Optional("tif", FieldType.OneOf(Words.Tifs), "How long it lives; gtc for limit orders, ioc for market orders when left out.");
        ExpireAt = Optional("expireAt", FieldType.Time, "With gtd: when it ends.");
        PostOnly = Optional("postOnly", FieldType.FlagOrSlide, "Refused rather than take; \"slide\": moved one tick behind the best opposite price instead.");
        ReduceOnly = Optional("reduceOnly", FieldType.Flag, "May only make the position smaller.");
        Display = Optional("display", FieldType.Qty, "An iceberg's visible slice.");
        Exits = Optional("exits", FieldType.Listing(ExitBody.Shape, 1, 5), "Makes a bracket: what closes the position again.");
        MaxSlippage = Optional("maxSlippage", FieldType.Rate, "How far from the better of mark and best price a market order may trade; 0.005 when left out.");
        Jit = Optional("jit", FieldType.Flag, "Asks makers for better prices for a moment before it meets the book, where the market has such auctions.");
        TriggerPrice = Optional("triggerPrice", FieldType.Price, "The price at which it is placed.");
        TriggerBy = Optional("triggerBy", FieldType.OneOf(Words.TriggerRefs), "The price that is watched; mark when left out.");
        WorstPrice = Optional("worstPrice", FieldType.Price, "A triggered market order never trades beyond this.");
        Percent = Optional("percent", FieldType.Whole(1, 100), "Close this much of the position, instead of qty.");
        Position = Optional("position", FieldType.Flag, "True: the position's own exit, without quantity, one of each kind.");
        AllowImmediate = Optional("allowImmediate", FieldType.Flag, "A condition that holds already fires at once instead of being refused.");
        LastGuard = Optional("lastGuard", FieldType.Flag, "False: a trigger on last fires even far from mark.");
        Callback = Optional("callback", FieldType.Rate, "A trailing stop's distance as a fraction.");
        Offset = Optional("offset", FieldType.Price, "A trailing stop's distance as a difference of prices.");
        ActivationPrice = Optional("activationPrice", FieldType.Price, "A trailing stop follows from this price on.");
        Orders = Optional("orders", FieldType.Listing(this, 2, 2), "The two orders of a pair of which one cancels the other.");
        FromPrice = Optional("fromPrice", FieldType.Price, "A ladder's first price.");
        ToPrice = Optional("toPrice", FieldType.Price, "A ladder's last price.");
        Count = Optional("count", FieldType.Whole(2, 50), "How many orders a ladder has.");
        Ratio = Optional("ratio", new FieldType(JsonKinds.Text, "a decimal string above 0, such as \"2.5\""), "Size of the ladder's last order over its first; 1 when left out.");
        Duration = Optional("duration", FieldType.Millis, "How long a TWAP takes.");
        Interval = Optional("interval", FieldType.Millis, "Time between two slices; 30000 when left out.");
        Jitter = Optional("jitter", FieldType.Millis, "How much earlier or later than its time a slice may come.");
        LimitPrice = Optional("limitPrice", FieldType.Price, "No slice trades beyond this.");
        Legs = Optional("legs", FieldType.Listing(LegBody.Shape, 2, 2), "The two legs of a pair order.");
        Multiple = Optional("multiple", FieldType.Whole(1, int.MaxValue), "The most units of a pair that are wanted.");
        MinMultiple = Optional("minMultiple", FieldType.Whole(1, int.MaxValue), "Fewer units than this: nothing is done.");
        Decide();
    }

    /// <summary>The fields a type needs, and those it takes at all.</summary>
    public (ulong Required, ulong Allowed) FieldsOf(OrderForm form) => (_required[(int)form], _allowed[(int)form]);

    private void Decide()
    {
        Field[] owner = [ClientOrderId, Label, Stp, ExpiresAt, Protective, CancelOnDisconnect, Builder, BuilderFee];
        Field[] trigger = [.. owner, TriggerBy, Tif, MaxSlippage, WorstPrice, Qty, Percent, Position, ReduceOnly, AllowImmediate, LastGuard];
        Takes(OrderForm.Limit, [Market, Side, Price, Qty], [.. owner, Tif, ExpireAt, PostOnly, ReduceOnly, Display, Exits, Jit]);
        Takes(OrderForm.Market, [Market, Side], [.. owner, Qty, QuoteQty, Tif, MaxSlippage, ReduceOnly, Exits, Jit]);
        Takes(OrderForm.Stop, [Market, Side, TriggerPrice], [.. trigger, Price, PostOnly, Display]);
        Takes(OrderForm.TakeProfit, [Market, Side, TriggerPrice], [.. trigger, Price, PostOnly, Display]);
        Takes(OrderForm.Trailing, [Market, Side], [.. trigger, Callback, Offset, ActivationPrice, Price, PostOnly, Display]);
        Takes(OrderForm.Close, [Market], [ClientOrderId, Label, Stp, ExpiresAt, Builder, BuilderFee, Percent, MaxSlippage]);
        Takes(OrderForm.Oco, [Orders], [ExpiresAt]);
        Takes(OrderForm.Scale, [Market, Side, FromPrice, ToPrice, Count, Qty], [.. owner, Ratio, Tif, ExpireAt, PostOnly, ReduceOnly]);
        Takes(OrderForm.Twap, [Market, Side, Qty, Duration], [.. owner, Interval, Jitter, MaxSlippage, LimitPrice, ReduceOnly]);
        Takes(OrderForm.Pair, [Legs, Multiple], [ClientOrderId, Label, Stp, ExpiresAt, Builder, BuilderFee, MinMultiple]);
        Takes(OrderForm.Reverse, [Market], [ClientOrderId, ExpiresAt, MaxSlippage]);
        Takes(OrderForm.CloseAll, [], [MaxSlippage]);
    }

    private void Takes(OrderForm form, Field[] required, Field[] optional)
    {
        ulong needed = Type.Bit;
        foreach (Field field in required) needed |= field.Bit;
        ulong allowed = needed;
        foreach (Field field in optional) allowed |= field.Bit;
        (_required[(int)form], _allowed[(int)form]) = (needed, allowed);
    }
}
