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
    // What a plan has taken from each order, for a second order of the plan in the same market.
    private readonly (uint Plan, long Lots)[] _eaten;
    private Market? _market;
    private Lots _openInterest;
    private PlannedRun _run;

    public BookWalk(EngineState state, MarginBook margin, FeeBook fees)
    {
        _state = state;
        _margin = margin;
        _fees = fees;
        _cash = new PlannedCash(state.Capacities.AccountsMax);
        _links = new PlannedLinks(state);
        // Every position, and the taker of every leg: a ladder's orders, or one in each market.
        _parties = new PlannedParty[state.Capacities.PositionsMax + ScaleDesk.CountMax + state.Capacities.MarketsMax + 1];
        _partyOf = new ulong[state.Capacities.PositionsMax + 1];
        _hidden = new (int, long)[state.Capacities.OrdersMax + 1];
        _eaten = new (uint, long)[state.Capacities.OrdersMax + 1];
    }

    /// <summary>What the last walk came to.</summary>
    public ref readonly PlannedRun Run => ref _run;

    /// <summary>Told of every fill, where somebody wants to see them.</summary>
    public List<PlannedFill>? Fills { get; set; }

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
        /// <summary>0 while it goes on.</summary>
        public CancelReason Stop;
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
        _market = null;
    }

    /// <summary>Lots that one leg would fill. A leg in the market of the one before goes on where that stopped, from its owner's position after it.</summary>
    public Lots Walk(in Ticket ticket, in Position position)
    {
        bool goesOn = _market == ticket.Market;
        if (goesOn) _unlisted = 0;
        _run = default;
        Plan plan = new()
        {
            TakerOthers = OthersOf(ticket.Account, ticket.Position),
            TakerRates = _fees.RatesOf(ticket.Account, ticket.Builder, ticket.BuilderPpb),
            Root = _state.Accounts[ticket.Account].Root,
            Range = PriceBounds.Range(ticket.Market, ticket.Side),
            OpenInterest = goesOn ? _openInterest : ticket.Market.OpenInterest,
            Rest = ticket.Rest,
            Taker = _partyCount++,
        };
        _parties[plan.Taker] = new PlannedParty { Position = position };
        // Whoever meets nobody is not touched, and where orders gather nobody meets.
        bool meets = !ticket.Market.Gathers && ticket.Market.Book.FirstWithin(ticket.Side.Opposite(), ticket.Price) != 0;
        if (meets) Settle(ref _parties[plan.Taker], ticket.Market);
        if (_unlisted != 0) MarginBook.Add(ref plan.TakerOthers, in _parties[_unlisted].Position, _state.Markets[_parties[_unlisted].Position.Market]);
        if (ticket.Position != 0) _partyOf[ticket.Position] = Stamp(plan.Taker);
        else _unlisted = plan.Taker;
        if (meets) VisitLevels(in ticket, ref plan);
        _legs++;
        (_market, _openInterest) = (ticket.Market, plan.OpenInterest);
        (_run.Filled, _run.Rest, _run.Stop, _run.Taker) = (plan.Filled, plan.Rest, plan.Stop, plan.Taker);
        return plan.Filled;
    }

    private void VisitLevels(in Ticket ticket, ref Plan plan)
    {
        foreach (LevelView level in ticket.Market.Book.Levels(ticket.Side.Opposite()))
        {
            if (PriceBounds.IsBeyond(ticket.Side, level.Price, ticket.Price)) break;
            if (PriceBounds.IsBeyond(ticket.Side, level.Price, plan.Range))
            {
                plan.Stop = CancelReason.Breaker;
                break;
            }
            VisitLevel(in ticket, ref plan, level.Head);
            if (!Goes(in plan)) break;
        }
    }

    /// <summary>The last taker's position as the plan leaves it; whoever plans on may add what would rest.</summary>
    public ref Position LastTaker => ref _parties[_run.Taker].Position;

    /// <summary>An account as the plan leaves it, without its cash and without one position.</summary>
    public AccountSums SumsWithout(int account, int exceptPosition) => _margin.Without(account, exceptPosition, new Planned(this));

    /// <summary>What the plan does to an account's cash.</summary>
    public Micros CashChangeOf(int account) => _cash.Of(account);

    // The queue as it stands, then the icebergs' next slices in the order in which they would have come back.
    private void VisitLevel(in Ticket ticket, ref Plan plan, int head)
    {
        _hiddenCount = 0;
        for (int slot = head; slot != 0 && Goes(in plan); slot = ticket.Market.Book.NextInQueue(slot))
        {
            ref Order maker = ref _state.Orders[slot];
            Visit(in ticket, ref plan, slot, maker.Visible, maker.Rest - EatenOf(slot));
        }
        for (int i = 0; i < _hiddenCount && Goes(in plan); i++)
        {
            (int slot, long left) = _hidden[i % _hidden.Length];
            Lots display = _state.Extras[_state.Details[slot].Extra].Display;
            Visit(in ticket, ref plan, slot, Lots.Min(display, new(left)), new(left));
        }
    }

    private static bool Goes(in Plan plan) => plan.Stop == 0 && plan.Rest.Value > 0;

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
            Leave(party, slot, left);
            return;
        }
        Lots taken;
        if (_state.Accounts[maker.Account].Root == plan.Root)
        {
            taken = MeetOwn(in ticket, ref plan, visible);
            if (ticket.Stp != StpMode.CancelNewest) Leave(party, slot, ticket.Stp == StpMode.Decrement ? taken : left);
        }
        else
        {
            if (_parties[party].MmpFired && (maker.Flags & RestingFlags.ReduceOnly) == 0) return;
            taken = Fill(in ticket, ref plan, slot, party, visible, left);
            if (taken.Value > 0 && _links.IsPair(in extra)) CutOther(in extra, taken, party);
        }
        if (taken == visible && left > visible) _hidden[_hiddenCount++ % _hidden.Length] = (slot, rest.Value - taken.Value);
    }

    // Gone, all of it or some lots, without a fill.
    private void Leave(int party, int slot, Lots lots)
    {
        Release(party, in _state.Orders[slot], lots);
        Eat(slot, lots);
    }

    /// <summary>By earlier legs: each order is looked at once in a leg before its own slices come back.</summary>
    private Lots EatenOf(int slot) => _legs != 0 && _eaten[slot].Plan == _plan ? new(_eaten[slot].Lots) : Lots.Zero;

    // Only a later leg of the same plan asks.
    private void Eat(int slot, Lots lots)
    {
        ref (uint Plan, long Lots) eaten = ref _eaten[slot];
        eaten = (_plan, lots.Value + (eaten.Plan == _plan ? eaten.Lots : 0));
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
            plan.Stop = CancelReason.Stp;
            return Lots.Zero;
        }
        Lots cut = Lots.Min(plan.Rest, visible);
        plan.Rest -= cut;
        if (plan.Rest.Value == 0) plan.Stop = CancelReason.Stp;
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
            plan.Stop = CancelReason.RoNoRoom;
            return Lots.Zero;
        }
        if ((maker.Flags & RestingFlags.ReduceOnly) != 0) qty = Lots.Min(qty, Room(in other.Position, maker.Side));
        if (qty.Value == 0) return Lots.Zero;
        long room = Math.Max(0, ticket.Market.Terms.OiCap.Value - plan.OpenInterest.Value);
        Lots capped = Lots.Min(qty, new Lots(room) + Room(in taker.Position, ticket.Side) + Room(in other.Position, maker.Side));
        if (capped.Value == 0)
        {
            plan.Stop = CancelReason.OiCap;
            return Lots.Zero;
        }
        if (!Trade(in ticket, ref plan, slot, ref taker, ref other, capped, out bool makerLeaves))
        {
            plan.Stop = CancelReason.WouldBankrupt;
            return Lots.Zero;
        }
        if (makerLeaves)
        {
            Leave(makerParty, slot, left);
            return Lots.Zero;
        }
        Eat(slot, capped);
        if (capped < qty) plan.Stop = CancelReason.OiCap;
        // The maker has more to give and is met again; only for a maker that is used up the next comes first.
        else if (ticket.IsReduceOnly && capped < visible && plan.Rest.Value > 0 && Room(in taker.Position, ticket.Side).Value == 0) plan.Stop = CancelReason.RoNoRoom;
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

        Lots sizeBefore = taker.Position.Size;
        long opened = Math.Max(0, takerAfter.Size.Value) - Math.Max(0, taker.Position.Size.Value)
            + Math.Max(0, after.Size.Value) - Math.Max(0, other.Position.Size.Value);
        plan.OpenInterest += new Lots(opened);
        Keep(ref other, maker.Account, in after, effect.CashChange, fee, makerPot);
        Keep(ref taker, ticket.Account, in takerAfter, takerEffect.CashChange, takerFee, takerPot);
        _cash.Add(plan.TakerRates.Referrer, fees.Referral);
        _cash.Add(plan.TakerRates.Builder, fees.TakerBuilder);
        _cash.Add(makerRates.Builder, fees.MakerBuilder);
        CountProtection(ref other, qty);
        takerEffect.CountInto(ref taker.Position, sizeBefore, takerFee);
        _run.Add(notional, in fees);
        Fills?.Add(new PlannedFill((ushort)market.Id, maker.Price, qty));
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
