using System.Runtime.CompilerServices;
using Peregrine.Core;
using Peregrine.Gateway.Errors;
using Peregrine.Gateway.Http;
using Peregrine.Gateway.Json;
using Peregrine.Gateway.Native.Orders;
using Peregrine.Gateway.Rates;

namespace Peregrine.Gateway.Native;

/// <summary>Orders of every kind: placed, changed, cancelled, one by one and many at once.</summary>
internal static class OrderRoutes
{
    private const AllowedActions Exits = AllowedActions.Trade | AllowedActions.ReduceOnly;
    private const AllowedActions Cancels = AllowedActions.Cancel;

    public static readonly Route[] All =
    [
        new("POST", "/orders", LimitClass.Orders, Access.Signed, Exits, "Places an order of any type.", Place) { Body = OrderBody.Shape, ChargesItself = true, Answer = Answers.Placed },
        new("POST", "/orders/batch", LimitClass.Orders, Access.Signed, Exits | Cancels, "Up to 50 commands, independent of each other, answered in order.", Batch)
        {
            Answer = Answers.Batch,
            Body = BatchBody.Shape,
            ChargesItself = true,
        },
        new("PATCH", "/orders/{id}", LimitClass.Orders, Access.Signed, Exits, "Changes a live or waiting order in one step.", Amend) { Body = AmendBody.Shape, Answer = Answers.Changed },
        new("DELETE", "/orders/{id}", LimitClass.Exits, Access.Signed, Cancels, "Cancels an order; after the answer nothing trades for it.", Cancel) { Answer = Answers.Changed },
        new("DELETE", "/orders", LimitClass.Exits, Access.Signed, Cancels, "Cancels every order that passes the filters.", MassCancel) { Query = MassCancelQuery.Shape, Answer = Answers.Cancelled },
        new("POST", "/orders/{id}/pause", LimitClass.Exits, Access.Signed, Cancels, "Lets a TWAP's slices pass.", Pause) { Answer = Answers.Changed },
        new("POST", "/orders/{id}/resume", LimitClass.Orders, Access.Signed, Exits, "Lets a TWAP go on.", Resume) { Answer = Answers.Changed },
        new("PUT", "/dead-man", LimitClass.Exits, Access.Signed, Cancels, "Arms, re-arms or disarms the switch that cancels when nothing is heard.", SetDeadMan)
        {
            Answer = Answers.Done,
            Body = DeadManBody.Shape,
        },
    ];

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Place(ApiCall call)
    {
        if (OrderCodec.Read(call.Payload, call.Gateway.Terms, call.Signer, call.Commands, out OrderPlan plan) is { } problem)
        {
            call.Refuse(problem);
            return;
        }
        if (!call.Allows(plan.Class == LimitClass.Exits ? Exits : AllowedActions.Trade) || !call.TryChargeBody(plan.Class)) return;
        plan = SignatureName.Give(call.Who.Request, 0, call.Commands, plan);
        CommandReceipt receipt = await call.Gateway.Port.Submit(call.Commands.AsSpan(0, plan.Commands));
        if (receipt.Code != RejectCode.None) call.Refuse(Problem.Of(in receipt));
        else OrderAnswer.Write(call.Answer, in plan, in receipt);
    }

    private static ValueTask Amend(ApiCall call)
    {
        Problem? problem = OrderName.Read(call.First, out OrderName name) ?? AmendBody.Read(call.Payload, call.Gateway.Terms, call.Signer, in name, ref call.Commands[0]);
        return Named(call, problem, name);
    }

    private static ValueTask Cancel(ApiCall call)
    {
        Problem? problem = OrderName.Read(call.First, out OrderName name);
        ref CancelOrder cancel = ref Command.Begin<CancelOrder>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (cancel.Order, cancel.ClientId) = (name.Order, name.ClientId);
        return Named(call, problem, name);
    }

    private static ValueTask Pause(ApiCall call) => Control(call, TwapAction.Pause);

    private static ValueTask Resume(ApiCall call) => Control(call, TwapAction.Resume);

    private static ValueTask Control(ApiCall call, TwapAction action)
    {
        Problem? problem = OrderName.Read(call.First, out OrderName name);
        ref ControlTwap control = ref Command.Begin<ControlTwap>(ref call.Commands[0], call.Who.Account, call.Who.Key);
        (control.Order, control.ClientId, control.Action) = (name.Order, name.ClientId, action);
        return Named(call, problem, name);
    }

    private static ValueTask MassCancel(ApiCall call)
    {
        Body query = call.Query(stackalloc Slot[BodyShape.FieldsMax]);
        return Counted(call, MassCancelQuery.Read(ref query, call.Gateway.Terms, call.Signer, ref call.Commands[0]));
    }

    private static ValueTask SetDeadMan(ApiCall call) => call.Do(DeadManBody.Read(call.Payload, call.Gateway.Terms, call.Signer, ref call.Commands[0]));

    private static ValueTask Named(ApiCall call, Problem? problem, OrderName name)
    {
        if (problem is null) return Named(call, name);
        call.Refuse(problem);
        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Named(ApiCall call, OrderName name)
    {
        CommandReceipt receipt = await call.Gateway.Port.Submit(call.Commands.AsSpan(0, 1));
        if (FinalStates.IsOpen(in receipt)) receipt = await FinalStates.Close(call.Gateway, call.Who.Account, name, receipt);
        CommandKind kind = call.Commands[0].Header.Kind;
        if (receipt.Code == RejectCode.None) OrderAnswer.WriteNamed(call.Answer, in receipt, kind == CommandKind.CancelOrder ? "cancelled"u8 : default);
        else call.Refuse(kind == CommandKind.AmendOrder ? AmendBody.Refusal(in receipt) : Problem.Of(in receipt));
    }

    private static async ValueTask Counted(ApiCall call, Problem? problem)
    {
        if (problem is not null)
        {
            call.Refuse(problem);
            return;
        }
        if (await call.Submit() is not { } receipt) return;
        call.Answer.BeginObject().Name("cancelled"u8).Number(receipt.Done.Detail2);
        OrderAnswer.WriteSeq(call.Answer, in receipt);
        call.Answer.EndObject();
    }

    private static async ValueTask Batch(ApiCall call)
    {
        var batch = new OrderBatch(call.Gateway);
        Problem? problem = batch.Read(call.Payload, call.Who.Actions, call.Who.Request, call.Signer);
        if (problem is not null)
        {
            call.Refuse(problem);
            return;
        }
        if (batch.Exits > 0 && !call.TryChargeBody(LimitClass.Exits, batch.Exits)) return;
        if (batch.Orders > 0 && !call.TryChargeBody(LimitClass.Orders, batch.Orders)) return;
        await batch.Run(call.Answer);
    }
}
