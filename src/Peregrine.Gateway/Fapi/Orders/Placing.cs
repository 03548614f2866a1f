using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Peregrine.Core;
using Peregrine.Gateway.Fapi.Errors;
using Peregrine.Gateway.Fapi.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native.Orders;
using Peregrine.Gateway.Rates;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Fapi.Orders;

/// <summary>What happens around the command of a new order: whether its sender may, what it is called, and what is answered.</summary>
internal static class Placing
{
    /// <summary>False, and refused, when the key may only reduce and the order might do more.</summary>
    public static bool May(FapiCall call, in PlacePlan plan)
    {
        if ((call.Who.Actions & (plan.IsExit ? OrderRoutes.Trades : AllowedActions.Trade)) != 0) return true;
        call.Refuse(FapiError.BadKey);
        return false;
    }

    /// <summary>An order without a name of its client's is named after the request's signature, so that a request that is sent again is no second order.</summary>
    public static void NameIt(FapiCall call, int index, Span<Command> commands)
    {
        ref readonly PlaceOrder order = ref Command.Body<PlaceOrder>(in commands[0]);
        if (!order.ClientId.IsEmpty) return;
        if (call.Who.Request.IsNone)
        {
            // On a socket that is logged on nothing is signed, and nobody else can send it again.
            Unsafe.AsRef(in order).ClientId = ClientOrderId.Parse("ws-" + RandomNumberGenerator.GetHexString(24, lowercase: true));
            return;
        }
        var plan = new OrderPlan(OrderForm.Limit, 1, LimitClass.Orders, null, 0);
        SignatureName.Give(call.Who.Request, index, commands, in plan);
    }

    public static async ValueTask Answer(FapiCall call, PlacePlan plan, Command[] commands, CommandReceipt receipt)
    {
        if (await ErrorOf(call, plan, commands, receipt) is { } error) call.Refuse(error);
        else await Write(call, call.Answer, plan, commands, receipt);
    }

    public static async ValueTask<FapiError?> ErrorOf(FapiCall call, PlacePlan plan, Command[] commands, CommandReceipt receipt)
    {
        if (receipt.Code == RejectCode.TooManyOrders && await call.Gateway.HasFolded(receipt.Seq) && HasExit(call, in commands[0])) return FapiError.CloseExists;
        if (receipt.Code != RejectCode.None) return PlaceErrors.Of(in receipt, in Command.Body<PlaceOrder>(in commands[0]), plan.Market);
        return receipt.Done.Duplicate != 0 ? FapiError.DuplicateClientId : null;
    }

    // The engine says of a second stop that closes the whole position the same as of one conditional order too many.
    private static bool HasExit(FapiCall call, in Command command)
    {
        PlaceOrder order = Command.Body<PlaceOrder>(in command);
        bool takesProfit = order.Trigger == TriggerKind.TakeProfit;
        return (order.Flags & OrderFlags.PositionExit) != 0 && new OwnOrders(call.Gateway, call.Who.Account).Open()
            .Exists(o => o.Market == order.Market && OrderJson.IsAlgo(in o) && (o.Flags & OrderFlags.PositionExit) != 0 && (o.Trigger == TriggerKind.TakeProfit) == takesProfit);
    }

    /// <summary>What became of the order when that was asked for, else that it was taken.</summary>
    public static async ValueTask Write(FapiCall call, JsonText json, PlacePlan plan, Command[] commands, CommandReceipt receipt)
    {
        bool isQuiet = receipt.Done is { Detail2: 0, State: OrderState.New or OrderState.Live or OrderState.PendingTrigger };
        if (plan.WantsResult && !isQuiet && await call.Gateway.HasFolded(receipt.Seq) && new OwnOrders(call.Gateway, call.Who.Account) is var orders
            && orders.Find(new OrderId(receipt.Done.Detail1), default) is { } order)
        {
            Write(json, in plan, in order, (await orders.Detail(call, order, plan.Market)).Done, receipt.TimeNs / 1_000_000);
            return;
        }
        OrderFacts taken = Taken(in Command.Body<PlaceOrder>(in commands[0]), in receipt);
        Write(json, in plan, in taken, default, receipt.TimeNs / 1_000_000);
    }

    private static void Write(JsonText json, in PlacePlan plan, in OrderFacts order, in Executed done, long timeMs)
    {
        if (plan.IsAlgo) OrderJson.WriteAlgo(json, in order, plan.Market, timeMs, timeMs).EndObject();
        else OrderJson.Write(json, in order, in done, plan.Market, 0, timeMs);
    }

    // The order as its client sent it.
    private static OrderFacts Taken(in PlaceOrder order, in CommandReceipt receipt) => new()
    {
        Order = new OrderId(receipt.Done.Detail1),
        Price = order.Price,
        Qty = order.Qty,
        ExpireAtNs = order.ExpireAtNs,
        TriggerPrice = order.TriggerPrice,
        ActivationPrice = order.ActivationPrice,
        CallbackPpb = order.CallbackPpb,
        Market = order.Market,
        Flags = order.Flags,
        Type = order.Type,
        Side = order.Side,
        Tif = order.Tif,
        Stp = order.Stp,
        State = order.Trigger == TriggerKind.None ? OrderState.Live : OrderState.PendingTrigger,
        Trigger = order.Trigger,
        TriggerBy = order.TriggerBy,
        ClientId = order.ClientId,
    };
}
