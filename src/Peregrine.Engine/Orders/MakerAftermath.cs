using Peregrine.Core;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Positions;
using Peregrine.Engine.State;
using Peregrine.Engine.Triggers;

namespace Peregrine.Engine.Orders;

/// <summary>Books a fill for its owners and does what it means for the maker before the taker meets the next order.</summary>
internal sealed class MakerAftermath(EngineState state, RestingOrders resting, ReduceOnlyRoom reduceOnly, TriggerKeeper triggers,
    MakerProtection protection, OrderLinks links)
{
    /// <summary>Moves position and money of one side of a fill and tells it.</summary>
    public void Book(int positionSlot, Market market, in FillEffect effect, Micros fee, bool feeFromPot, FillReason reason)
    {
        ref Position position = ref state.Positions[positionSlot];
        ref Account account = ref state.Accounts[position.Account];
        Lots before = position.Size;
        if (market.IsEnding) RememberNotice(ref position, market, in effect);
        position.Size = effect.Size;
        position.Cost = effect.Cost;
        position.IsolatedMargin = effect.IsolatedMargin - (feeFromPot ? fee : Micros.Zero);
        state.MoveCash(position.Account, effect.CashChange - (feeFromPot ? Micros.Zero : fee));
        effect.CountInto(ref position, before, fee);
        market.OpenInterest += new Lots(Math.Max(0, effect.Size.Value) - Math.Max(0, before.Value));
        CountGroup(account.Root, market, before, effect.Size);
        state.Touch(position.Account);
        ref PositionChanged told = ref state.Events.Next<PositionChanged>(position.Account, market.Id);
        told.Size = position.Size;
        told.Cost = position.Cost;
        told.IsolatedMargin = position.IsolatedMargin;
        told.Cash = account.Cash;
        told.Realised = effect.Realised;
        told.Fees = fee;
        told.Reason = reason;
        told.Mode = position.Mode;
        told.Leverage = position.Leverage;
    }

    // What a position had won when the end of its market was announced; one that is opened later begins at 0.
    private static void RememberNotice(ref Position position, Market market, in FillEffect effect)
    {
        if (!position.NoticeTaken)
        {
            Micros value = market.ValueFloor(position.Size, market.Life.Settlement.NoticeMark);
            position.NoticeProfit = position.Size.Value == 0 ? Micros.Zero : position.Realised + value - position.Cost;
            position.NoticeTaken = true;
        }
        bool turns = position.Size.Value == 0 || position.Size.Value > 0 != effect.Size.Value > 0;
        if (turns) position.NoticeProfit = Micros.Zero;
    }

    /// <summary>Pays what somebody earns on another's fill.</summary>
    public void Earn(int earner, Micros amount, int payer, BalanceReason reason)
    {
        if (amount.Value != 0) Pay(earner, amount, payer, reason);
    }

    // Apart: inlined, the three calls of every fill would clear room for its event on the stack.
    private void Pay(int earner, Micros amount, int payer, BalanceReason reason)
    {
        ref Account account = ref state.Accounts[earner];
        state.MoveCash(earner, amount);
        state.Touch(earner);
        state.Events.Add(earner, 0, new BalanceChanged
        {
            Change = amount.Value,
            Balance = account.Cash.Value,
            Counterparty = payer,
            Asset = EngineState.SettleAsset,
            Reason = reason,
        });
    }

    /// <summary>The maker's order after its fill: the book, linked orders, reduce-only room, protection.</summary>
    public void AfterMakerFill(int slot, Lots qty)
    {
        ref Order maker = ref state.Orders[slot];
        int positionSlot = maker.Position;
        bool linked = (maker.Flags & RestingFlags.Linked) != 0;
        ref OrderExtra extra = ref state.Extras[linked ? state.Details[slot].Extra : 0];
        int group = extra.Group;
        int groupIndex = extra.GroupIndex;
        bool ended = resting.Fill(slot, qty);
        AfterFill(positionSlot, linked ? group : 0, groupIndex, qty, ended);
    }

    /// <summary>What a fill of a resting order means once the book has it: linked orders, reduce-only room, position exits, protection.</summary>
    public void AfterFill(int positionSlot, int group, int groupIndex, Lots qty, bool ended)
    {
        if (group != 0) links.Filled(group, groupIndex, qty);
        if (group != 0 && ended) links.Ended(group, groupIndex, OrderState.Filled);
        reduceOnly.Trim(positionSlot);
        triggers.DropExits(positionSlot);
        protection.Count(positionSlot, qty);
    }

    // Kept only where a share of open interest is limited: then the group's root has a record in the market.
    private void CountGroup(int root, Market market, Lots before, Lots after)
    {
        if (market.Terms.GroupOiSharePpb == 0) return;
        int slot = state.NeedPosition(root, market.Id);
        Invariant.That(slot != 0, "a group's record is made when its order is accepted");
        state.Positions[slot].GroupSize += new Lots(Math.Abs(after.Value) - Math.Abs(before.Value));
    }
}
