using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Markets;
using Peregrine.Gateway.Native.Orders;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Native;

/// <summary>What simple clients do with a position, each a verb of its own.</summary>
internal static class PositionRoutes
{
    private const AllowedActions Exits = AllowedActions.Trade | AllowedActions.ReduceOnly;

    public static readonly Route[] All =
    [
        new("POST", "/positions/{market}/open", LimitClass.Orders, Access.Signed, AllowedActions.Trade, "Buys or sells at market.", Open) { Body = OpenBody.Shape, Answer = Answers.Placed },
        new("POST", "/positions/{market}/close", LimitClass.Exits, Access.Signed, Exits, "Closes the position at market.", Close) { Body = CloseBody.Shape, Answer = Answers.Placed },
        new("POST", "/positions/{market}/partial-close", LimitClass.Exits, Access.Signed, Exits, "Closes a share of the position at market.", PartialClose)
        {
            Answer = Answers.Placed,
            Body = CloseBody.Partial,
        },
        new("POST", "/positions/{market}/add-margin", LimitClass.Exits, Access.Signed, AllowedActions.Trade, "Adds to an isolated position's pot.", AddMargin) { Body = MarginBody.Shape, Answer = Answers.Done },
        new("POST", "/positions/{market}/remove-margin", LimitClass.Orders, Access.Signed, AllowedActions.Trade, "Takes from an isolated position's pot.", RemoveMargin)
        {
            Answer = Answers.Done,
            Body = MarginBody.Shape,
        },
        new("POST", "/positions/{market}/leverage", LimitClass.Orders, Access.Signed, AllowedActions.Trade, "Sets the leverage.", SetLeverage) { Body = LeverageBody.Shape, Answer = Answers.Done },
        new("PUT", "/positions/{market}/protection", LimitClass.Orders, Access.Signed, AllowedActions.Trade, "Market-maker protection: what fills take of the account's quotes in a window before the others leave.", SetProtection)
        {
            Body = ProtectionBody.Shape,
            Answer = Answers.Done,
        },
        new("POST", "/positions/{market}/margin-mode", LimitClass.Orders, Access.Signed, AllowedActions.Trade, "Cross or isolated.", SetMode) { Body = ModeBody.Shape, Answer = Answers.Done },
    ];

    private static ValueTask Open(ApiCall call)
    {
        if (call.Market(call.First) is not { } market) return default;
        OpenBody shape = OpenBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref PlaceOrder order = ref Command.Begin<PlaceOrder>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (order.Market, order.Type, order.Side, order.Tif) = (market.Id, OrderType.Market, (Side)body.Choice(shape.Side), TimeInForce.Ioc);
        (order.Qty, order.Quote, order.SlipPpb) = (body.Qty(shape.Qty, market), body.Money(shape.QuoteQty), body.Ppb(shape.MaxSlippage));
        if (body.Has(shape.QuoteQty)) order.Flags = OrderFlags.ByQuote;
        if (body.Has(shape.Qty) == body.Has(shape.QuoteQty)) body.Refuse(ApiCode.MissingField, "The order has one size.", shape.Qty, "exactly one of qty and quoteQty");
        order.ClientId = body.ClientId(shape.ClientOrderId);
        var leverage = (ushort)body.Whole(shape.Leverage);
        if (leverage == 0 || body.Problem is not null) return Send(call, body.Problem, OrderForm.Market, market, order.ClientId);
        ref SetLeverage set = ref Command.Begin<SetLeverage>(ref call.Commands[1], call.Who.Account, call.Who.Key);
        (set.Market, set.Leverage) = (market.Id, leverage);
        return OpenAt(call, market, order.ClientId);
    }

    // The leverage stays set when the order is refused: two commands are not one.
    private static async ValueTask OpenAt(ApiCall call, MarketTerms market, ClientOrderId clientId)
    {
        CommandReceipt set = await call.Gateway.Port.Submit(call.Commands.AsSpan(1, 1));
        if (set.Code != RejectCode.None) call.Refuse(Problem.Of(in set) with { Field = "leverage" });
        else await Send(call, null, OrderForm.Market, market, clientId);
    }

    private static ValueTask Close(ApiCall call) => Close(call, CloseBody.Shape);

    private static ValueTask PartialClose(ApiCall call) => Close(call, CloseBody.Partial);

    private static ValueTask Close(ApiCall call, CloseBody shape)
    {
        if (call.Market(call.First) is not { } market) return default;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref PlaceOrder order = ref Command.Begin<PlaceOrder>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (order.Market, order.Type, order.Side, order.Tif) = (market.Id, OrderType.ClosePosition, Side.Buy, TimeInForce.Ioc);
        (order.SlipPpb, order.ClientId) = (body.Ppb(shape.MaxSlippage), body.ClientId(shape.ClientOrderId));
        if (shape.Percent is { } percent) order.Percent = (byte)body.Whole(percent);
        return Send(call, body.Problem, OrderForm.Close, market, order.ClientId);
    }

    private static async ValueTask Send(ApiCall call, Problem? problem, OrderForm form, MarketTerms market, ClientOrderId clientId)
    {
        if (problem is not null)
        {
            call.Refuse(problem);
            return;
        }
        var plan = new OrderPlan(form, 1, LimitClass.Orders, market, 0) { ClientId = clientId };
        plan = SignatureName.Give(call.Who.Request, 0, call.Commands, in plan);
        if (await call.Submit() is { } receipt) OrderAnswer.Write(call.Answer, in plan, in receipt);
    }

    private static ValueTask AddMargin(ApiCall call) => MoveMargin(call, 1);

    private static ValueTask RemoveMargin(ApiCall call) => MoveMargin(call, -1);

    private static ValueTask MoveMargin(ApiCall call, int sign)
    {
        if (call.Market(call.First) is not { } market) return default;
        var body = new Body(call.Payload, MarginBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref MoveMargin move = ref Command.Begin<MoveMargin>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (move.Market, move.Amount) = (market.Id, new Micros(sign * body.Money(MarginBody.Shape.Amount).Value));
        return call.Do(body.Problem);
    }

    private static ValueTask SetLeverage(ApiCall call)
    {
        if (call.Market(call.First) is not { } market) return default;
        var body = new Body(call.Payload, LeverageBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref SetLeverage set = ref Command.Begin<SetLeverage>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (set.Market, set.Leverage) = (market.Id, (ushort)body.Whole(LeverageBody.Shape.Leverage));
        return call.Do(body.Problem);
    }

    private static ValueTask SetProtection(ApiCall call)
    {
        if (call.Market(call.First) is not { } market) return default;
        ProtectionBody shape = ProtectionBody.Shape;
        var body = new Body(call.Payload, shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref SetMmp set = ref Command.Begin<SetMmp>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (set.Market, set.Qty, set.WindowNs, set.FreezeNs) = (market.Id, body.Qty(shape.Qty, market), body.Nanos(shape.Window), body.Nanos(shape.Freeze));
        set.ResetOnly = (byte)(body.Flag(shape.ResetOnly) ? 1 : 0);
        bool isSet = body.Has(shape.Qty) || body.Has(shape.Window) || body.Has(shape.Freeze);
        if (isSet && body.Flag(shape.ResetOnly)) body.Refuse(ApiCode.BadValue, "A reset keeps the settings.", shape.ResetOnly, "either the settings or resetOnly");
        return call.Do(body.Problem);
    }

    private static ValueTask SetMode(ApiCall call)
    {
        if (call.Market(call.First) is not { } market) return default;
        var body = new Body(call.Payload, ModeBody.Shape, stackalloc Slot[BodyShape.FieldsMax]);
        ref SetMarginMode set = ref Command.Begin<SetMarginMode>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (set.Market, set.Mode) = (market.Id, (MarginMode)body.Choice(ModeBody.Shape.Mode));
        return call.Do(body.Problem);
    }
}
