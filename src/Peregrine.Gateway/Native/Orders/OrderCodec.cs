using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Native.Orders;

/// <summary>Turns the body of an order of any type into the commands it is. After this no decimal string exists.</summary>
internal static class OrderCodec
{
    /// <summary>An entry and its exits.</summary>
    public const int CommandsMax = 6;

    private const string NotOfType = "is not taken by this type";

    /// <summary>Fills <paramref name="into"/> and says what it holds, or says what is wrong.</summary>
    public static Problem? Read(ReadOnlySpan<byte> json, VenueTerms venue, Signer who, Span<Command> into, out OrderPlan plan, string path = "") =>
        Read(json, venue, who, into, out plan, path, isHalf: false);

    private static Problem? Read(ReadOnlySpan<byte> json, VenueTerms venue, Signer who, Span<Command> into, out OrderPlan plan, string path, bool isHalf)
    {
        OrderBody shape = OrderBody.Shape;
        var body = new Body(json, shape, stackalloc Slot[BodyShape.FieldsMax], path);
        plan = default;
        if (body.Problem is not null) return body.Problem;
        var form = (OrderForm)body.Choice(shape.Type);
        if (body.Problem is not null) return body.Problem;
        if (isHalf && form > OrderForm.Trailing) body.Refuse(shape.Type);
        (ulong required, ulong allowed) = shape.FieldsOf(form);
        body.AllowOnly(allowed, NotOfType);
        body.RequireAll(required);
        if (body.Problem is not null) return body.Problem;
        plan = form switch
        {
            OrderForm.Limit or OrderForm.Market or OrderForm.Stop or OrderForm.TakeProfit or OrderForm.Trailing or OrderForm.Close =>
                Simple(ref body, form, venue, who, into),
            OrderForm.Oco => Oco(ref body, venue, who, into),
            OrderForm.Scale => Scale(ref body, venue, who, into),
            OrderForm.Twap => Twap(ref body, venue, who, into),
            OrderForm.Pair => Pair(ref body, venue, who, into),
            OrderForm.Reverse => Reverse(ref body, venue, who, into),
            OrderForm.CloseAll => CloseAll(ref body, who, into),
        };
        return body.Problem;
    }

    private static OrderPlan Simple(ref Body body, OrderForm form, VenueTerms venue, Signer who, Span<Command> into)
    {
        OrderBody shape = OrderBody.Shape;
        if (body.Market(shape.Market, venue) is not { } market) return default;
        ref PlaceOrder order = ref Command.Begin<PlaceOrder>(ref into[0], who.Account, who.Key);
        Fill(ref order, ref body, form, market, who);
        int exits = body.Problem is null ? ExitCodec.Read(ref body, market, who, into[1..]) : 0;
        bool isExit = order.Type == OrderType.ClosePosition || (order.Flags & (OrderFlags.ReduceOnly | OrderFlags.PositionExit)) != 0;
        return new(form, 1 + exits, isExit ? LimitClass.Exits : LimitClass.Orders, market, exits) { ClientId = order.ClientId };
    }

    private static void Fill(ref PlaceOrder order, ref Body body, OrderForm form, MarketTerms market, Signer who)
    {
        OrderBody shape = OrderBody.Shape;
        order.Market = market.Id;
        order.Type = TypeOf(ref body, form);
        order.Side = body.Has(shape.Side) ? (Side)body.Choice(shape.Side) : Side.Buy;
        bool rests = order.Type == OrderType.Limit;
        order.Tif = body.Has(shape.Tif) ? (TimeInForce)body.Choice(shape.Tif) : rests ? TimeInForce.Gtc : TimeInForce.Ioc;
        order.Stp = (StpMode)body.Choice(shape.Stp);
        order.Price = body.Price(shape.Price, market);
        order.Qty = body.Qty(shape.Qty, market);
        order.Quote = body.Money(shape.QuoteQty);
        order.Display = body.Qty(shape.Display, market);
        order.ExpireAtNs = body.Nanos(shape.ExpireAt);
        order.Percent = (byte)body.Whole(shape.Percent);
        order.SlipPpb = body.Ppb(shape.MaxSlippage);
        order.Flags = FlagsOf(ref body);
        FillTrigger(ref order, ref body, form, market);
        (order.Label, order.RequestExpiresNs, order.Session) = (LabelOf(ref body), body.Nanos(shape.ExpiresAt), SessionOf(ref body, who));
        (order.Builder, order.BuilderPpb) = (body.AccountId(shape.Builder), body.Ppb(shape.BuilderFee));
        order.ClientId = body.ClientId(shape.ClientOrderId);
        RequireSize(ref body, form);
    }

    private static void FillTrigger(ref PlaceOrder order, ref Body body, OrderForm form, MarketTerms market)
    {
        OrderBody shape = OrderBody.Shape;
        order.Trigger = form switch
        {
            OrderForm.Stop => TriggerKind.Stop,
            OrderForm.TakeProfit => TriggerKind.TakeProfit,
            OrderForm.Trailing => TriggerKind.Trailing,
            _ => TriggerKind.None,
        };
        if (order.Trigger == TriggerKind.None) return;
        order.TriggerBy = (TriggerRef)body.Choice(shape.TriggerBy);
        order.TriggerPrice = body.Price(shape.TriggerPrice, market);
        order.ActivationPrice = body.Price(shape.ActivationPrice, market);
        order.WorstPrice = body.Price(shape.WorstPrice, market);
        order.Offset = body.Price(shape.Offset, market);
        order.CallbackPpb = body.Ppb(shape.Callback);
        if (form == OrderForm.Trailing && body.Has(shape.Callback) == body.Has(shape.Offset))
            body.Refuse(ApiCode.MissingField, "A trailing stop has either callback or offset.", shape.Callback, "exactly one of callback and offset");
    }

    // A stop that closes a share of the position is a close order that waits.
    private static OrderType TypeOf(ref Body body, OrderForm form) => form switch
    {
        OrderForm.Close => OrderType.ClosePosition,
        OrderForm.Limit => OrderType.Limit,
        OrderForm.Market => OrderType.Market,
        _ when body.Has(OrderBody.Shape.Percent) => OrderType.ClosePosition,
        _ => body.Has(OrderBody.Shape.Price) ? OrderType.Limit : OrderType.Market,
    };

    private static void RequireSize(ref Body body, OrderForm form)
    {
        OrderBody shape = OrderBody.Shape;
        int given = (body.Has(shape.Qty) ? 1 : 0) + (body.Has(shape.QuoteQty) ? 1 : 0) + (body.Has(shape.Percent) ? 1 : 0) + (body.Flag(shape.Position) ? 1 : 0);
        if (form is OrderForm.Close || given == 1) return;
        string expected = form is OrderForm.Market ? "exactly one of qty and quoteQty" : "exactly one of qty, percent and position";
        body.Refuse(ApiCode.MissingField, given == 0 ? "The order has no size." : "The order has more than one size.", shape.Qty, expected);
    }

    private static OrderFlags FlagsOf(ref Body body)
    {
        OrderBody shape = OrderBody.Shape;
        OrderFlags flags = OrderFlags.None;
        if (body.Flag(shape.PostOnly)) flags |= OrderFlags.PostOnly;
        if (body.TypeOf(shape.PostOnly) == JsonTokenType.String)
        {
            if (body.Raw(shape.PostOnly).SequenceEqual("slide"u8)) flags |= OrderFlags.PostOnly | OrderFlags.Slide;
            else body.Refuse(shape.PostOnly);
        }
        if (body.Flag(shape.ReduceOnly)) flags |= OrderFlags.ReduceOnly;
        if (body.Flag(shape.AllowImmediate)) flags |= OrderFlags.AllowImmediate;
        if (body.TypeOf(shape.LastGuard) == JsonTokenType.False) flags |= OrderFlags.NoLastGuard;
        if (body.Has(shape.QuoteQty)) flags |= OrderFlags.ByQuote;
        if (body.Flag(shape.Position)) flags |= OrderFlags.PositionExit;
        if (body.Flag(shape.Protective)) flags |= OrderFlags.Protective;
        if (body.Flag(shape.Jit)) flags |= OrderFlags.Auction;
        if (body.Flag(shape.CancelOnDisconnect)) flags |= OrderFlags.CancelOnDisconnect;
        return flags;
    }

    private static uint LabelOf(ref Body body) => (uint)body.Whole(OrderBody.Shape.Label);

    // Without a socket there is nothing that could be lost.
    private static int SessionOf(ref Body body, Signer who)
    {
        if (!body.Flag(OrderBody.Shape.CancelOnDisconnect)) return 0;
        if (who.Session == 0) body.Refuse(OrderBody.Shape.CancelOnDisconnect);
        return who.Session;
    }

    private static OrderPlan Oco(ref Body body, VenueTerms venue, Signer who, Span<Command> into)
    {
        OrderBody shape = OrderBody.Shape;
        JsonItems items = body.Items(shape.Orders);
        OrderPlan first = default, plan = default;
        int count = 0;
        while (items.Next())
        {
            if (count == 2)
            {
                body.Refuse(shape.Orders);
                break;
            }
            body.Refuse(Read(items.Item, venue, who, into[count..], out plan, $"{body.PathOf(shape.Orders)}[{count}].", isHalf: true));
            // A half with exits of its own would be two groups in one.
            if (plan.Commands > 1) body.Refuse(shape.Orders);
            if (body.Problem is not null) return default;
            Unsafe.AsRef(in Command.Body<PlaceOrder>(in into[count])).Flags |= OrderFlags.Oco;
            if (count++ == 0) first = plan;
        }
        if (count != 2) body.Refuse(shape.Orders);
        return first with { Form = OrderForm.Oco, Commands = 2, Children = 1, Class = first.Class == plan.Class ? first.Class : LimitClass.Orders };
    }

    private static OrderPlan Scale(ref Body body, VenueTerms venue, Signer who, Span<Command> into)
    {
        OrderBody shape = OrderBody.Shape;
        if (body.Market(shape.Market, venue) is not { } market) return default;
        ref PlaceScale scale = ref Command.Begin<PlaceScale>(ref into[0], who.Account, who.Key);
        (scale.Market, scale.Side, scale.Stp) = (market.Id, (Side)body.Choice(shape.Side), (StpMode)body.Choice(shape.Stp));
        scale.Tif = body.Has(shape.Tif) ? (TimeInForce)body.Choice(shape.Tif) : TimeInForce.Gtc;
        scale.Count = (byte)body.Whole(shape.Count);
        scale.Flags = FlagsOf(ref body);
        (scale.FirstPrice, scale.LastPrice) = (body.Price(shape.FromPrice, market), body.Price(shape.ToPrice, market));
        scale.Qty = body.Qty(shape.Qty, market);
        (scale.RatioNum, scale.RatioDen) = RatioOf(ref body);
        (scale.ExpireAtNs, scale.RequestExpiresNs) = (body.Nanos(shape.ExpireAt), body.Nanos(shape.ExpiresAt));
        (scale.Label, scale.Session) = (LabelOf(ref body), SessionOf(ref body, who));
        (scale.Builder, scale.BuilderPpb) = (body.AccountId(shape.Builder), body.Ppb(shape.BuilderFee));
        scale.ClientId = body.ClientId(shape.ClientOrderId);
        return new(OrderForm.Scale, 1, ClassOf(scale.Flags), market, scale.Count) { ClientId = scale.ClientId };
    }

    private static (int Num, int Den) RatioOf(ref Body body)
    {
        OrderBody shape = OrderBody.Shape;
        if (!body.Has(shape.Ratio)) return (1, 1);
        if (DecimalText.TryParse(body.Raw(shape.Ratio), out DecimalText ratio) && !ratio.IsNegative && ratio.Digits is > 0 and <= int.MaxValue && ratio.Fraction <= 9)
        {
            int den = 1;
            for (int i = 0; i < ratio.Fraction; i++) den *= 10;
            return ((int)ratio.Digits, den);
        }
        body.Refuse(shape.Ratio);
        return default;
    }

    private static OrderPlan Twap(ref Body body, VenueTerms venue, Signer who, Span<Command> into)
    {
        OrderBody shape = OrderBody.Shape;
        if (body.Market(shape.Market, venue) is not { } market) return default;
        ref PlaceTwap twap = ref Command.Begin<PlaceTwap>(ref into[0], who.Account, who.Key);
        (twap.Market, twap.Side, twap.Stp) = (market.Id, (Side)body.Choice(shape.Side), (StpMode)body.Choice(shape.Stp));
        twap.Flags = FlagsOf(ref body);
        twap.Qty = body.Qty(shape.Qty, market);
        (twap.DurationNs, twap.IntervalNs, twap.JitterNs) = (body.Nanos(shape.Duration), body.Nanos(shape.Interval), body.Nanos(shape.Jitter));
        (twap.SlipPpb, twap.LimitPrice) = (body.Ppb(shape.MaxSlippage), body.Price(shape.LimitPrice, market));
        twap.Salt = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        (twap.Label, twap.RequestExpiresNs, twap.Session) = (LabelOf(ref body), body.Nanos(shape.ExpiresAt), SessionOf(ref body, who));
        (twap.Builder, twap.BuilderPpb) = (body.AccountId(shape.Builder), body.Ppb(shape.BuilderFee));
        twap.ClientId = body.ClientId(shape.ClientOrderId);
        return new(OrderForm.Twap, 1, ClassOf(twap.Flags), market, 0) { ClientId = twap.ClientId };
    }

    private static OrderPlan Pair(ref Body body, VenueTerms venue, Signer who, Span<Command> into)
    {
        OrderBody shape = OrderBody.Shape;
        ref PlacePair pair = ref Command.Begin<PlacePair>(ref into[0], who.Account, who.Key);
        JsonItems items = body.Items(shape.Legs);
        int count = 0;
        while (items.Next() && count < 3)
        {
            if (count < 2) Leg(ref pair, ref body, items.Item, count, venue);
            count++;
        }
        if (count != 2) body.Refuse(shape.Legs);
        pair.Stp = (StpMode)body.Choice(shape.Stp);
        (pair.Multiple, pair.MinMultiple) = ((int)body.Whole(shape.Multiple), (int)body.Whole(shape.MinMultiple));
        (pair.Label, pair.RequestExpiresNs) = (LabelOf(ref body), body.Nanos(shape.ExpiresAt));
        (pair.Builder, pair.BuilderPpb) = (body.AccountId(shape.Builder), body.Ppb(shape.BuilderFee));
        pair.ClientId = body.ClientId(shape.ClientOrderId);
        return new(OrderForm.Pair, 1, LimitClass.Orders, null, 1) { ClientId = pair.ClientId };
    }

    private static void Leg(ref PlacePair pair, ref Body body, ReadOnlySpan<byte> json, int index, VenueTerms venue)
    {
        LegBody shape = LegBody.Shape;
        var leg = new Body(json, shape, stackalloc Slot[BodyShape.FieldsMax], $"{body.PathOf(OrderBody.Shape.Legs)}[{index}].");
        MarketTerms? market = leg.Market(shape.Market, venue);
        if (market is not null)
        {
            var side = (Side)leg.Choice(shape.Side);
            Lots unit = leg.Qty(shape.Unit, market);
            int slip = leg.Ppb(shape.MaxSlippage);
            if (index == 0) (pair.MarketA, pair.SideA, pair.UnitA, pair.SlipPpbA) = (market.Id, side, unit, slip);
            else (pair.MarketB, pair.SideB, pair.UnitB, pair.SlipPpbB) = (market.Id, side, unit, slip);
        }
        body.Refuse(leg.Problem);
    }

    private static OrderPlan Reverse(ref Body body, VenueTerms venue, Signer who, Span<Command> into)
    {
        OrderBody shape = OrderBody.Shape;
        if (body.Market(shape.Market, venue) is not { } market) return default;
        ref Reverse reverse = ref Command.Begin<Reverse>(ref into[0], who.Account, who.Key);
        (reverse.Market, reverse.SlipPpb, reverse.RequestExpiresNs) = (market.Id, body.Ppb(shape.MaxSlippage), body.Nanos(shape.ExpiresAt));
        reverse.ClientId = body.ClientId(shape.ClientOrderId);
        return new(OrderForm.Reverse, 1, LimitClass.Orders, market, 0) { ClientId = reverse.ClientId };
    }

    private static OrderPlan CloseAll(ref Body body, Signer who, Span<Command> into)
    {
        Command.Begin<CloseAll>(ref into[0], who.Account, who.Key).SlipPpb = body.Ppb(OrderBody.Shape.MaxSlippage);
        return new(OrderForm.CloseAll, 1, LimitClass.Exits, null, 0);
    }

    private static LimitClass ClassOf(OrderFlags flags) => (flags & OrderFlags.ReduceOnly) != 0 ? LimitClass.Exits : LimitClass.Orders;
}
