using Peregrine.Core;
using Peregrine.MarketData.Accounts;

namespace Peregrine.Gateway.Native.Orders;

/// <summary>What became of an order that the engine knows no more: an account's own finished orders are remembered for a while.</summary>
internal static class FinalStates
{
    /// <summary>A cancel found nothing to cancel, and nobody said what had become of it.</summary>
    public static bool IsOpen(in CommandReceipt receipt) =>
        receipt.Code == RejectCode.None && receipt.Done.Command == CommandKind.CancelOrder && receipt.Done is { State: OrderState.None, Detail2: 0 };

    /// <summary>The receipt with the state in which the order ended; <see cref="RejectCode.UnknownOrder"/> when no such order is remembered.</summary>
    public static ValueTask<CommandReceipt> Close(Gateway gateway, int account, OrderName name, CommandReceipt receipt)
    {
        if (!IsOpen(in receipt)) return ValueTask.FromResult(receipt);
        // Nothing follows an end, so one that is known needs no news; what else a name could stand for may have ended a moment ago.
        if (!name.Order.IsNone && gateway.Accounts.Views.TryFindFinished(account, name.Order, default, orMember: false, out OrderFacts ended))
        {
            return ValueTask.FromResult(receipt with { Done = receipt.Done with { State = ended.State } });
        }
        return CloseAfterNews(gateway, account, name, receipt);
    }

    private static async ValueTask<CommandReceipt> CloseAfterNews(Gateway gateway, int account, OrderName name, CommandReceipt receipt)
    {
        await gateway.HasFolded(receipt.Seq);
        CommandDone done = receipt.Done;
        // A group's name stands for its members.
        if (gateway.Accounts.Views.TryFindFinished(account, name.Order, name.ClientId, orMember: true, out OrderFacts ended)) done.State = ended.State;
        else done.Code = RejectCode.UnknownOrder;
        if (name.Order.IsNone) done.Detail1 = ended.Order.Value;
        return receipt with { Done = done };
    }
}
