using Peregrine.Core;
using Peregrine.Engine.Fees;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Positions;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>What the taker's loop would do, without doing it: the same meetings and the same tests over copies of the parties.</summary>
/// <remarks>Fill-or-kill and pair orders decide by it, so it must agree with <see cref="Matcher"/> to the lot; the execution asserts that it did.</remarks>
internal sealed class BookWalk
{
    private readonly EngineState _state;
    private readonly MarginBook _margin;
    private readonly FeeBook _fees;
    private readonly PlannedCash _cash;
    private readonly PlannedLinks _links;
    private readonly PlannedParty[] _parties;
    // Where a position's copy lies, valid when stamped with the present plan: no clearing between plans.
    private readonly ulong[] _partyOf;
    // A ring: an iceberg comes back once for each slice, but no order waits in it twice.
    private readonly (int Slot, long Left)[] _hidden;
    private uint _plan;
    private int _partyCount;
    private int _hiddenCount;
    /// <summary>Legs walked in this plan.</summary>
    private int _legs;
    /// <summary>The taker of the first leg, when it has no record in that market yet: then no list leads to it.</summary>
    private int _unlisted;

    public BookWalk(EngineState state, MarginBook margin, FeeBook fees)
    {
        _state = state;
        _margin = margin;
        _fees = fees;
        _cash = new PlannedCash(state.Capacities.AccountsMax);
        _links = new PlannedLinks(state);
        _parties = new PlannedParty[state.Capacities.PositionsMax + 3];
        _partyOf = new ulong[state.Capacities.PositionsMax + 1];
        _hidden = new (int, long)[state.Capacities.OrdersMax + 1];
    }

    private struct Plan
    {
        public AccountSums TakerOthers;
        public FeeRates TakerRates;
        public int Root;
        public int Taker;
        public Ticks Range;
        public Lots OpenInterest;
        public Lots Rest;
        public Lots Filled;
        public bool Stopped;
    }

    /// <summary>Lots the ticket would fill at once.</summary>
    public Lots Fillable(in Ticket ticket, in Position position)
    {
        Begin();
        return Walk(in ticket, in position);
    }

    /// <summary>Forgets the last plan. Legs walked after this each stand on what the ones before would do.</summary>
    public void Begin()
    {
        _plan++;
        _cash.Begin();
        _links.Begin();
        _partyCount = 1;
        _legs = 0;
        _unlisted = 0;
    }

    /// <summary>Lots that one leg would fill; legs are in different markets.</summary>
    public Lots Walk(in Ticket ticket, in Position position)
    {
        Plan plan = new()
        {
            TakerOthers = OthersOf(ticket.Account, ticket.Position),
            TakerRates = _fees.RatesOf(ticket.Account, ticket.Builder, ticket.BuilderPpb),
            Root = _state.Accounts[ticket.Account].Root,
            Range = PriceBounds.Range(ticket.Market, ticket.Side),
            OpenInterest = ticket.Market.OpenInterest,
            Rest = ticket.Rest,
            Taker = _partyCount++,
        };
        _parties[plan.Taker] = new PlannedParty { Position = position };
        Settle(ref _parties[plan.Taker], ticket.Market);
        if (_unlisted != 0) MarginBook.Add(ref plan.TakerOthers, in _parties[_unlisted].Position, _state.Markets[_parties[_unlisted].Position.Market]);
        if (ticket.Position != 0) _partyOf[ticket.Position] = Stamp(plan.Taker);
        else _unlisted = plan.Taker;
        foreach (LevelView level in ticket.Market.Book.Levels(ticket.Side.Opposite()))
        {
            if (PriceBounds.IsBeyond(ticket.Side, level.Price, ticket.Price)) break;
            if (PriceBounds.IsBeyond(ticket.Side, level.Price, plan.Range)) break;
            VisitLevel(in ticket, ref plan, level.Head);
            if (plan.Stopped || plan.Rest.Value == 0) break;
        }
        _legs++;
        return plan.Filled;
    }

    // The queue as it stands, then the icebergs' next slices in the order in which they would have come back.
    private void VisitLevel(in Ticket ticket, ref Plan plan, int head)
    {
        _hiddenCount = 0;
        for (int slot = head; slot != 0 && Goes(in plan); slot = ticket.Market.Book.NextInQueue(slot))
        {
            ref Order maker = ref _state.Orders[slot];
            Visit(in ticket, ref plan, slot, maker.Visible, maker.Rest);
        }
        for (int i = 0; i < _hiddenCount && Goes(in plan); i++)
        {
            (int slot, long left) = _hidden[i % _hidden.Length];
            Lots display = _state.Extras[_state.Details[slot].Extra].Display;
            Visit(in ticket, ref plan, slot, Lots.Min(display, new(left)), new(left));
        }
    }

    private static bool Goes(in Plan plan) => !plan.Stopped && plan.Rest.Value > 0;

    private void Visit(in Ticket ticket, ref Plan plan, int slot, Lots visible, Lots rest)
    {
        ref Order maker = ref _state.Orders[slot];
        ref OrderExtra extra = ref _state.Extras[_state.Details[slot].Extra];
        Lots left = rest - _links.CutOf(in extra);
        if (left.Value <= 0) return;
        visible = Lots.Min(visible, left);
        int party = PartyOf(maker.Position);
        if ((maker.Flags & RestingFlags.Expires) != 0 && extra.ExpireAtNs <= _state.NowNs)
        {
            Release(party, in maker, left);
            return;
        }
        Lots taken;
        if (_state.Accounts[maker.Account].Root == plan.Root)
        {
            taken = MeetOwn(in ticket, ref plan, visible);
            Release(party, in maker, ticket.Stp == StpMode.Decrement ? taken : left);
        }
        else
        {
            if (_parties[party].MmpFired && (maker.Flags & RestingFlags.ReduceOnly) == 0) return;
            taken = Fill(in ticket, ref plan, slot, party, visible, left);
            if (taken.Value > 0 && _links.IsPair(in extra)) CutOther(in extra, taken, party);
        }
        if (taken == visible && left > visible) _hidden[_hiddenCount++ % _hidden.Length] = (slot, rest.Value - taken.Value);
    }

    // An order that leaves the book gives back what it reserved; the next question about its owner must see that.
    private void Release(int party, in Order order, Lots lots)
    {
        if ((order.Flags & RestingFlags.ReduceOnly) != 0) return;
        Micros notional = _state.Markets[order.Market].Notional(lots, order.Price);
        ref Position position = ref _parties[party].Position;
        if (order.Side == Side.Buy) position.BuyNotional -= notional;
        else position.SellNotional -= notional;
    }

    private void CutOther(in OrderExtra extra, Lots taken, int party)
    {
        int other = 1 - extra.GroupIndex;
        Lots before = _links.FilledOf(extra.Group, extra.GroupIndex);
        _links.Add(in extra, taken);
        IndexCode code = _state.FindOrder(_state.Groups[extra.Group].Member(other));
        if (!code.Exists || code.Kind != IndexKind.Order) return;
        ref Order cut = ref _state.Orders[code.Slot];
        Lots left = cut.Rest - before - _links.FilledOf(extra.Group, other);
        if (left.Value > 0) Release(party, in cut, Lots.Min(left, taken));
    }

    // A decrement uses up both sides without a fill; every other mode either stops the taker or passes on.
    private static Lots MeetOwn(in Ticket ticket, ref Plan plan, Lots visible)
    {
        if (ticket.Stp == StpMode.CancelOldest) return Lots.Zero;
        if (ticket.Stp != StpMode.Decrement)
        {
            plan.Stopped = true;
            return Lots.Zero;
        }
        Lots cut = Lots.Min(plan.Rest, visible);
        plan.Rest -= cut;
        return cut;
    }

    private Lots Fill(in Ticket ticket, ref Plan plan, int slot, int makerParty, Lots visible, Lots left)
    {
        ref Order maker = ref _state.Orders[slot];
        ref PlannedParty taker = ref _parties[plan.Taker];
        ref PlannedParty other = ref _parties[makerParty];
        Lots qty = Lots.Min(plan.Rest, visible);
        if (ticket.IsReduceOnly) qty = Lots.Min(qty, Room(in taker.Position, ticket.Side));
        if (qty.Value == 0)
        {
            plan.Stopped = true;
            return Lots.Zero;
        }
        if ((maker.Flags & RestingFlags.ReduceOnly) != 0) qty = Lots.Min(qty, Room(in other.Position, maker.Side));
        if (qty.Value == 0) return Lots.Zero;
        long room = Math.Max(0, ticket.Market.Terms.OiCap.Value - plan.OpenInterest.Value);
        Lots capped = Lots.Min(qty, new Lots(room) + Room(in taker.Position, ticket.Side) + Room(in other.Position, maker.Side));
        if (capped.Value == 0 || !Trade(in ticket, ref plan, slot, ref taker, ref other, capped, out bool makerLeaves))
        {
            plan.Stopped = true;
            return Lots.Zero;
        }
        if (makerLeaves)
        {
            Release(makerParty, in maker, left);
            return Lots.Zero;
        }
        plan.Stopped = capped < qty;
        return capped;
    }

    // False when the taker must stop.
    private bool Trade(
        in Ticket ticket, ref Plan plan, int slot, ref PlannedParty taker, ref PlannedParty other, Lots qty, out bool makerLeaves)
    {
        ref Order maker = ref _state.Orders[slot];
        Market market = ticket.Market;
        Micros notional = market.Notional(qty, maker.Price);
        ref OrderExtra extra = ref _state.Extras[(maker.Flags & RestingFlags.Builder) != 0 ? _state.Details[slot].Extra : 0];
        FeeRates makerRates = _fees.RatesOf(maker.Account, extra.Builder, extra.BuilderPpb);
        FillFees fees = FillFees.Of(notional, in plan.TakerRates, in makerRates);

        Settle(ref other, market);
        FillEffect.Of(in other.Position, market, maker.Side, qty, maker.Price, out FillEffect effect);
        bool raises = Math.Abs(effect.Size.Value) > Math.Abs(other.Position.Size.Value);
        Micros released = (maker.Flags & RestingFlags.ReduceOnly) == 0 ? notional : Micros.Zero;
        Position after = FillGate.After(in other.Position, in effect, maker.Side, released);
        AccountSums others = OthersOf(maker.Account, maker.Position);
        Micros cash = _state.Accounts[maker.Account].Cash + _cash.Of(maker.Account) + effect.CashChange;
        Micros fee = fees.Maker + fees.MakerBuilder;
        makerLeaves = FillGate.Ask(
            in others, in other.Position, in effect, maker.Side, released, market, cash, fee, raises, out bool makerPot) != FillGate.Verdict.Pass;
        if (makerLeaves) return true;

        FillEffect.Of(in taker.Position, market, ticket.Side, qty, maker.Price, out FillEffect takerEffect);
        Position takerAfter = FillGate.After(in taker.Position, in takerEffect, ticket.Side, Micros.Zero);
        Micros takerCash = _state.Accounts[ticket.Account].Cash + _cash.Of(ticket.Account) + takerEffect.CashChange;
        Micros takerFee = fees.Taker + fees.TakerBuilder;
        FillGate.Verdict verdict = FillGate.Ask(
            in plan.TakerOthers, in taker.Position, in takerEffect, ticket.Side, Micros.Zero, market, takerCash, takerFee, false, out bool takerPot);
        if (verdict != FillGate.Verdict.Pass) return false;

        long opened = Math.Max(0, takerAfter.Size.Value) - Math.Max(0, taker.Position.Size.Value)
            + Math.Max(0, after.Size.Value) - Math.Max(0, other.Position.Size.Value);
        plan.OpenInterest += new Lots(opened);
        Keep(ref other, maker.Account, in after, effect.CashChange, fee, makerPot);
        Keep(ref taker, ticket.Account, in takerAfter, takerEffect.CashChange, takerFee, takerPot);
        _cash.Add(plan.TakerRates.Referrer, fees.Referral);
        _cash.Add(plan.TakerRates.Builder, fees.TakerBuilder);
        _cash.Add(makerRates.Builder, fees.MakerBuilder);
        CountProtection(ref other, qty);
        plan.Rest -= qty;
        plan.Filled += qty;
        return true;
    }

    // As the execution will, before the party's first fill.
    private void Settle(ref PlannedParty party, Market market)
    {
        ref Position position = ref party.Position;
        if (position.FundingEpoch == market.FundingEpoch) return;
        Micros owed = FundingSettlement.Owed(in position, market);
        position.FundingEpoch = market.FundingEpoch;
        if (position.IsIsolated) position.IsolatedMargin -= owed;
        else _cash.Add(position.Account, -owed);
    }

    private void Keep(ref PlannedParty party, int account, in Position after, Micros cashChange, Micros fee, bool feeFromPot)
    {
        party.Position = after;
        if (feeFromPot) party.Position.IsolatedMargin -= fee;
        _cash.Add(account, feeFromPot ? cashChange : cashChange - fee);
    }

    // The account elsewhere. Only a second leg finds other markets changed by the plan.
    private AccountSums OthersOf(int account, int exceptPosition) =>
        _legs == 0 ? _margin.Without(account, exceptPosition) : _margin.Without(account, exceptPosition, new Planned(this));

    private readonly struct Planned(BookWalk walk) : IPositionView
    {
        public ref readonly Position At(int slot)
        {
            ulong at = walk._partyOf[slot];
            if ((uint)(at >> 32) == walk._plan) return ref walk._parties[(int)(at & int.MaxValue)].Position;
            return ref walk._state.Positions[slot];
        }
    }

    private void CountProtection(ref PlannedParty party, Lots qty)
    {
        if (party.Position.Mmp == 0) return;
        ref MmpState mmp = ref _state.Mmps[party.Position.Mmp];
        party.MmpFilled += qty;
        Lots already = _state.NowNs - mmp.WindowStartNs <= mmp.WindowNs ? mmp.Filled : Lots.Zero;
        if (party.MmpFired || already + party.MmpFilled <= mmp.Qty) return;
        party.MmpFired = true;
        // All quotes leave at once; what is reduce-only reserves nothing anyway.
        party.Position.BuyNotional = party.Position.SellNotional = Micros.Zero;
    }

    private int PartyOf(int position)
    {
        ulong at = _partyOf[position];
        if ((uint)(at >> 32) == _plan) return (int)(at & int.MaxValue);
        int party = _partyCount++;
        _parties[party] = new PlannedParty { Position = _state.Positions[position] };
        _partyOf[position] = Stamp(party);
        return party;
    }

    private ulong Stamp(int party) => ((ulong)_plan << 32) | (uint)party;

    private static Lots Room(in Position position, Side side) => new(Math.Max(0, -side.Sign() * position.Size.Value));
}
