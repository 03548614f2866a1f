using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine;

/// <summary>Asks memory for what commands that wait their turn will touch, while the ones before them are applied.</summary>
/// <remarks>
/// A record leads to the next record, so there are three steps, each some commands after the one before, when what it asked for has come.
/// Everything here is a guess: it reads the state of now, changes nothing, and a wrong guess costs a cache line. Commands have not been
/// checked yet, so no number in them is trusted: what indexes a table is bounded first, and a hint may name any address.
/// Without it an order of a large book waits five times for memory: bench/results/engine.md.
/// </remarks>
internal sealed class Lookahead(EngineState state)
{
    /// <summary>The account, and where the order's id leads.</summary>
    public void First(in Command command)
    {
        state.Accounts.Prefetch(command.Header.Account);
        if (command.Header.Kind == CommandKind.PlaceOrder) state.OrderIndex.Prefetch(OrderId.Of(command.Header.Seq, 0).Value);
        else if (command.Header.Kind == CommandKind.CancelOrder) state.OrderIndex.Prefetch(Command.Body<CancelOrder>(in command).Order.Value);
    }

    /// <summary>The position, and the order that goes.</summary>
    public void Second(in Command command)
    {
        if (!state.HasAccount(command.Header.Account)) return;
        state.Positions.Prefetch(state.Accounts[command.Header.Account].RecentPosition);
        if (command.Header.Kind != CommandKind.CancelOrder) return;
        int slot = Resting(in command);
        state.Orders.Prefetch(slot);
        state.Details.Prefetch(slot);
        state.OwnLinks.Prefetch(slot);
    }

    /// <summary>Neighbours: those of the order that goes, the one to queue behind, the owner of the one to meet.</summary>
    public void Third(in Command command)
    {
        if (command.Header.Kind == CommandKind.PlaceOrder) ThirdOf(in Command.Body<PlaceOrder>(in command), command.Header.Account);
        else if (command.Header.Kind == CommandKind.CancelOrder && Resting(in command) is var slot and not 0)
        {
            ref Order order = ref state.Orders[slot];
            state.Orders.Prefetch(order.Prev);
            state.Orders.Prefetch(order.Next);
            state.OwnLinks.Prefetch(state.OwnLinks[slot].Prev);
            state.OwnLinks.Prefetch(state.OwnLinks[slot].Next);
            if (order.Id != 0) state.Markets[order.Market].Book.Prefetch(order.Side, order.Price);
        }
    }

    private void ThirdOf(in PlaceOrder order, int account)
    {
        if (!MayMeet(in order) || !state.HasAccount(account)) return;
        Book book = state.Markets[order.Market].Book;
        ref Position position = ref state.Positions[state.Accounts[account].RecentPosition];
        int met = book.FirstWithin(order.Side.Opposite(), order.Price);
        if (met == 0)
        {
            state.OwnLinks.Prefetch(position.LastOrder);
            state.Orders.Prefetch(book.LastAt(order.Side, order.Price));
            return;
        }
        ref Order maker = ref state.Orders[met];
        state.Accounts.Prefetch(maker.Account);
        state.Positions.Prefetch(maker.Position);
        state.OwnLinks.Prefetch(met);
        state.Details.Prefetch(met);
    }

    // What the book is asked for must be what a book can be asked for.
    private bool MayMeet(in PlaceOrder order) =>
        state.HasMarket(order.Market) && order.Side is (Side.Buy or Side.Sell) && order.Price.Value > 0 && order.Price <= state.Markets[order.Market].Terms.PriceMax;

    // The slot behind the id of a cancel, when it looks like one that rests.
    private int Resting(in Command command)
    {
        IndexCode code = state.OrderIndex.Guess(Command.Body<CancelOrder>(in command).Order.Value);
        return code.Kind == IndexKind.Order ? code.Slot : 0;
    }
}
