using Peregrine.Core;
using Peregrine.Engine.Fees;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Orders;
using Peregrine.Engine.Positions;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>Pairs orders at one price, best first, and asks of each pair what matching asks of a fill; changes nothing, but what is owed of funding is paid first.</summary>
/// <remarks>Everybody trades at once or not at all, so the first order whose owner cannot carry it ends the plan: without it the price may be another.</remarks>
internal sealed class UncrossPlan(EngineState state, MarginBook margin, FeeBook fees, FundingSettlement funding, UncrossBook book)
{
    private readonly UncrossFill[] _fills = new UncrossFill[state.Capacities.OrdersMax];
    private readonly Position[] _parties = new Position[state.Capacities.PositionsMax + 1];
    // Where a position's copy lies, valid when stamped with the present plan.
    private readonly ulong[] _partyOf = new ulong[state.Capacities.PositionsMax + 1];
    private readonly PlannedCash _cash = new(state.Capacities.AccountsMax);
    private uint _plan;
    private int _partyCount;
    private long _openInterest;

    /// <summary>The order that stopped the plan, what may stay of it, and why; slot 0 when nothing did.</summary>
    public readonly record struct Obstacle(int Slot, Lots Keep, CancelReason Reason);

    // One side of the walk: the order in front and how much of it is taken.
    private struct Front
    {
        public int Slot;
        public long Left;
        public long Taken;
    }

    public ReadOnlySpan<UncrossFill> Fills => _fills.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>Plans all fills of an uncross, or names what is in its way.</summary>
    public Obstacle Make(Market market, in UncrossPrice at)
    {
        _plan++;
        _partyCount = 0;
        Count = 0;
        _cash.Begin();
        _openInterest = market.OpenInterest.Value;
        long left = at.Volume.Value;
        Front buy = First(market, Side.Buy);
        Front sell = First(market, Side.Sell);
        while (left > 0)
        {
            Pass(market, ref buy);
            Pass(market, ref sell);
            Lots qty = new(Math.Min(left, Math.Min(buy.Left, sell.Left)));
            Obstacle obstacle = Pair(market, at.Price, in buy, in sell, qty);
            if (obstacle.Slot != 0) return obstacle;
            Take(ref buy, qty);
            Take(ref sell, qty);
            left -= qty.Value;
        }
        return default;
    }

    /// <summary>What one side pays: never less than nothing, nothing to anybody but the venue and the order's builder.</summary>
    public Micros FeeOf(int slot, Micros notional, out Micros builder)
    {
        ref Order order = ref state.Orders[slot];
        ref OrderExtra extra = ref state.Extras[(order.Flags & RestingFlags.Builder) != 0 ? state.Details[slot].Extra : 0];
        FeeRates rates = fees.RatesOf(order.Account, extra.Builder, extra.BuilderPpb);
        builder = Ppb.MulCeil(notional, rates.BuilderPpb);
        return Ppb.MulCeil(notional, Math.Max(0, rates.MakerPpb));
    }

    private Front First(Market market, Side side)
    {
        int slot = market.Book.BestSlot(side);
        return new Front { Slot = slot, Left = book.LotsOf(slot).Value };
    }

    private void Pass(Market market, ref Front front)
    {
        while (front.Left == 0)
        {
            int slot = book.Next(market, front.Slot);
            Invariant.That(slot != 0, "an uncross has as many lots on each side as its volume");
            front = new Front { Slot = slot, Left = book.LotsOf(slot).Value };
        }
    }

    private static void Take(ref Front front, Lots qty)
    {
        front.Left -= qty.Value;
        front.Taken += qty.Value;
    }

    private Obstacle Pair(Market market, Ticks price, in Front buy, in Front sell, Lots qty)
    {
        if (HasExpired(buy.Slot)) return new(buy.Slot, Lots.Zero, CancelReason.Expired);
        if (HasExpired(sell.Slot)) return new(sell.Slot, Lots.Zero, CancelReason.Expired);
        Lots buyRoom = RoomOf(buy.Slot);
        if (IsReduceOnly(buy.Slot) && buyRoom < qty) return new(buy.Slot, buyRoom + new Lots(buy.Taken), CancelReason.RoNoRoom);
        Lots sellRoom = RoomOf(sell.Slot);
        if (IsReduceOnly(sell.Slot) && sellRoom < qty) return new(sell.Slot, sellRoom + new Lots(sell.Taken), CancelReason.RoNoRoom);
        Lots room = new(Math.Max(0, market.Terms.OiCap.Value - _openInterest) + buyRoom.Value + sellRoom.Value);
        if (room < qty)
        {
            // As if the younger of the two had come to the other.
            ref readonly Front younger = ref state.Orders[buy.Slot].PrioritySeq > state.Orders[sell.Slot].PrioritySeq ? ref buy : ref sell;
            return new(younger.Slot, room + new Lots(younger.Taken), CancelReason.OiCap);
        }
        if (!Carries(market, price, buy.Slot, qty, out bool buyerPot)) return new(buy.Slot, Lots.Zero, CancelReason.MakerMargin);
        if (!Carries(market, price, sell.Slot, qty, out bool sellerPot)) return new(sell.Slot, Lots.Zero, CancelReason.MakerMargin);
        _fills[Count++] = new UncrossFill { Buy = buy.Slot, Sell = sell.Slot, Qty = qty, BuyerPot = buyerPot, SellerPot = sellerPot };
        return default;
    }

    private bool HasExpired(int slot) =>
        (state.Orders[slot].Flags & RestingFlags.Expires) != 0 && state.Extras[state.Details[slot].Extra].ExpireAtNs <= state.NowNs;

    private bool IsReduceOnly(int slot) => (state.Orders[slot].Flags & RestingFlags.ReduceOnly) != 0;

    // Lots by which the order may shrink its owner's position as the plan has it by now.
    private Lots RoomOf(int slot)
    {
        ref Order order = ref state.Orders[slot];
        return new(Math.Max(0, -order.Side.Sign() * PartyOf(order.Position).Size.Value));
    }

    // The owner's side of a fill, kept when it passes.
    private bool Carries(Market market, Ticks price, int slot, Lots qty, out bool feeFromPot)
    {
        ref Order order = ref state.Orders[slot];
        ref Position party = ref PartyOf(order.Position);
        Micros fee = FeeOf(slot, market.Notional(qty, price), out Micros builder) + builder;
        FillEffect.Of(in party, market, order.Side, qty, price, out FillEffect effect);
        bool raises = Math.Abs(effect.Size.Value) > Math.Abs(party.Size.Value);
        Micros released = IsReduceOnly(slot) ? Micros.Zero : market.Notional(qty, order.Price);
        AccountSums others = margin.Without(order.Account, order.Position);
        Micros cash = state.Accounts[order.Account].Cash + _cash.Of(order.Account) + effect.CashChange;
        FillGate.Verdict verdict = FillGate.Ask(
            in others, in party, in effect, order.Side, released, market, cash, fee, raises, out feeFromPot);
        if (verdict != FillGate.Verdict.Pass) return false;
        _openInterest += Math.Max(0, effect.Size.Value) - Math.Max(0, party.Size.Value);
        party = FillGate.After(in party, in effect, order.Side, released);
        if (feeFromPot) party.IsolatedMargin -= fee;
        _cash.Add(order.Account, feeFromPot ? effect.CashChange : effect.CashChange - fee);
        return true;
    }

    private ref Position PartyOf(int position)
    {
        ulong at = _partyOf[position];
        if ((uint)(at >> 32) == _plan) return ref _parties[(int)(at & int.MaxValue)];
        int party = _partyCount++;
        ref Position record = ref state.Positions[position];
        funding.Settle(ref record, state.Markets[record.Market]);
        _parties[party] = record;
        _partyOf[position] = ((ulong)_plan << 32) | (uint)party;
        return ref _parties[party];
    }
}
