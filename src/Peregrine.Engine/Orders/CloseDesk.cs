using Peregrine.Core;
using Peregrine.Engine.Accounts;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Positions;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Turns positions round and closes them all (domain §3.6).</summary>
internal sealed class CloseDesk(
    EngineState state, LimitBook limits, MarginBook margin, OrderIntake intake, OrderChecks checks, OrderRunner runner, OwnOrders own)
{
    public RejectCode Reverse(in Command command, ref Outcome outcome)
    {
        ref readonly Reverse reverse = ref Command.Body<Reverse>(in command);
        if (reverse.SlipPpb < 0) return RejectCode.BadValue;
        Reverse terms = reverse;
        terms.RequestExpiresNs = 0;
        terms.ClientId = default;
        ulong hash = OrderIntake.TermsOf(in terms);
        bool goes = intake.Passes(
            in command.Header, AllowedActions.Trade, reverse.Market, in reverse.ClientId, hash, reverse.RequestExpiresNs, ref outcome, out RejectCode code);
        if (!goes) return code;
        if (!state.HasMarket(reverse.Market)) return RejectCode.UnknownMarket;
        Market market = state.Markets[reverse.Market];
        code = checks.States(market, Lifecycle.OrderClass.Risk);
        if (code != RejectCode.None) return code;
        if (reverse.SlipPpb > market.Terms.SlipMaxPpb) return RejectCode.BadValue;
        int slot = state.FindPosition(command.Header.Account, market.Id);
        if (slot == 0 || state.Positions[slot].Size.Value == 0) return RejectCode.NoPosition;
        Ticket ticket = TicketOf(command.Header.Account, command.Header.Key, slot, 0, reverse.SlipPpb);
        ticket.Type = OrderType.Market;
        code = CheckSecondHalf(in ticket, in state.Positions[slot], ref outcome);
        if (code != RejectCode.None) return code;
        ticket.Qty = ticket.Rest = ticket.Qty + ticket.Qty;
        if (state.Rehearsal is { } rehearsal) return rehearsal.Take(in ticket);
        if (!runner.Accept(ref ticket, in reverse.ClientId, hash, OrderState.New)) return RejectCode.CapacityFull;
        outcome.State = runner.Run(ref ticket);
        outcome.Detail1 = ticket.Id.Value;
        outcome.Detail2 = ticket.Filled.Value;
        return RejectCode.None;
    }

    /// <summary>A market that may not be closed is left as it is.</summary>
    public RejectCode All(in Command command, ref Outcome outcome)
    {
        ref readonly CloseAll close = ref Command.Body<CloseAll>(in command);
        if (close.SlipPpb < 0) return RejectCode.BadValue;
        int account = command.Header.Account;
        int key = command.Header.Key;
        RejectCode code = limits.Permit(account, key, AllowedActions.ReduceOnly, 0);
        if (code != RejectCode.None) return code;
        for (int slot = state.Accounts[account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            if (limits.Permit(account, key, AllowedActions.ReduceOnly, state.Positions[slot].Market) != RejectCode.None) continue;
            if (state.NextOrderIndex >= EngineState.FirstEngineIndex || !MayClose(account, slot)) continue;
            Close(account, key, slot, state.NextOrderIndex++, close.SlipPpb, CancelReason.User);
            outcome.Detail2++;
        }
        outcome.Detail1 = OrderId.Of(state.Seq, 0).Value;
        return RejectCode.None;
    }

    /// <summary>Closes what the venue closes by itself: one market, or with 0 all of them, at the market's largest slippage.</summary>
    public void Flatten(int account, int market, CancelReason reason)
    {
        for (int slot = state.Accounts[account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            ref Position position = ref state.Positions[slot];
            if (market != 0 && position.Market != market) continue;
            if (!MayClose(account, slot) || state.NextEngineIndex == OrderId.IndexCount) continue;
            Close(account, 0, slot, state.NextEngineIndex++, state.Markets[position.Market].Terms.SlipMaxPpb, reason);
        }
    }

    /// <summary>Whether the command has ids left for as many closes as <see cref="Flatten"/> may need.</summary>
    public bool HasIndicesFor(int account, int market) =>
        state.NextEngineIndex + (market != 0 ? 1 : state.Accounts[account].PositionCount) <= OrderId.IndexCount;

    /// <summary>Whether there is a position and its market and account let it be closed.</summary>
    private bool MayClose(int account, int positionSlot)
    {
        ref Position position = ref state.Positions[positionSlot];
        return position.Size.Value != 0
            && state.Accounts[account].Status != AccountStatus.Closed
            && checks.States(state.Markets[position.Market], Lifecycle.OrderClass.ReduceOnly) == RejectCode.None;
    }

    /// <summary>One market order that closes a position, in place of own resting orders that would; slippage beyond the market's largest is cut to it.</summary>
    private void Close(int account, int key, int positionSlot, int index, int slipPpb, CancelReason reason)
    {
        if (state.Rehearsal is null) own.Cancel(positionSlot, new CancelFilter { OnlyReduceOnly = true }, reason);
        Ticket ticket = TicketOf(account, key, positionSlot, index, slipPpb);
        ticket.Flags = OrderFlags.ReduceOnly;
        if (state.Rehearsal is { } rehearsal)
        {
            rehearsal.Take(in ticket);
            return;
        }
        runner.Take(ref ticket, default, OrderState.New);
        runner.Run(ref ticket);
    }

    // As a new order of the position's size by an account whose position was closed at the order's own limit.
    private RejectCode CheckSecondHalf(in Ticket ticket, in Position position, ref Outcome outcome)
    {
        Market market = ticket.Market;
        FillEffect.Of(in position, market, ticket.Side, ticket.Qty, ticket.Price, out FillEffect effect);
        Position closed = FillGate.After(in position, in effect, ticket.Side, Micros.Zero);
        RejectCode code = checks.Sizes(in ticket, in closed);
        if (code == RejectCode.None) code = checks.Limits(in ticket, in closed);
        if (code == RejectCode.None) code = OrderChecks.Band(in ticket);
        if (code == RejectCode.None) code = checks.AccountMay(in ticket, in closed);
        if (code != RejectCode.None) return code;
        Position after = closed;
        OrderChecks.AddOpen(ref after, in ticket);
        if (MarginBook.Exposure(in after, market) <= MarginBook.Exposure(in closed, market)) return RejectCode.None;
        Micros cost = checks.CostOf(in ticket);
        AccountSums others = margin.Without(ticket.Account, ticket.Position);
        others.AddCash(state.Accounts[ticket.Account].Cash + effect.CashChange - checks.FeesOf(in ticket));
        return checks.Affords(others, in closed, in after, market, cost, ref outcome);
    }

    private Ticket TicketOf(int account, int key, int positionSlot, int index, int slipPpb)
    {
        ref Position position = ref state.Positions[positionSlot];
        Market market = state.Markets[position.Market];
        Side side = position.Size.Value > 0 ? Side.Sell : Side.Buy;
        Lots qty = new(Math.Abs(position.Size.Value));
        return new Ticket
        {
            Id = OrderId.Of(state.Seq, index),
            Account = account,
            Market = market,
            Position = positionSlot,
            Type = OrderType.ClosePosition,
            Side = side,
            Tif = TimeInForce.Ioc,
            Stp = StpMode.CancelOldest,
            Reason = FillReason.User,
            Price = PriceBounds.MarketLimit(market, side, Math.Min(slipPpb, market.Terms.SlipMaxPpb)),
            Qty = qty,
            Rest = qty,
            Key = key,
            SlipPpb = slipPpb,
        };
    }
}
