using Peregrine.Core;
using Peregrine.Engine.Fees;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Liquidation;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Matching;
using Peregrine.Engine.Positions;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>The taker's loop of domain §2.4: meets resting orders best first until filled, out of reach or stopped.</summary>
internal sealed class Matcher(
    EngineState state, MarginBook margin, FeeBook fees, FundingSettlement funding, RestingOrders resting, MakerAftermath aftermath, InsuranceFund insurance)
{
    private const CancelReason Nothing = 0;

    /// <summary>What does not change for the taker during its run.</summary>
    private struct TakerRun
    {
        public AccountSums Others;
        public FeeRates Rates;
        public int Root;
        public Ticks Range;
    }

    /// <summary>Runs the ticket against the book. The reason is 0 unless something stopped it while it could still have traded.</summary>
    public CancelReason Run(ref Ticket ticket)
    {
        int first = ticket.Market.Book.FirstWithin(ticket.Side.Opposite(), ticket.Price);
        // Where orders gather for an uncross, crossing is what they are there for.
        return first == 0 || ticket.Market.Gathers ? Nothing : RunFrom(first, ref ticket);
    }

    // Apart, so that an order that meets nobody does not pay for the room that a run needs.
    private CancelReason RunFrom(int slot, ref Ticket ticket)
    {
        Market market = ticket.Market;
        Side makerSide = ticket.Side.Opposite();
        funding.Settle(ref state.Positions[ticket.Position], market);
        TakerRun run = Begin(in ticket);
        CancelReason stop = Nothing;
        while (stop == Nothing && slot != 0 && ticket.Rest.Value > 0)
        {
            stop = Meet(ref ticket, in run, slot);
            slot = market.Book.FirstWithin(makerSide, ticket.Price);
        }
        return stop;
    }

    private TakerRun Begin(in Ticket ticket)
    {
        return new TakerRun
        {
            Others = margin.Without(ticket.Account, ticket.Position),
            Rates = fees.RatesOf(ticket.Account, ticket.Builder, ticket.BuilderPpb),
            Root = state.Accounts[ticket.Account].Root,
            // A liquidation's own limit is its range.
            Range = ticket.Reason == FillReason.Liquidation ? ticket.Price : PriceBounds.Range(ticket.Market, ticket.Side),
        };
    }

    // One meeting of the taker with the order in front: a fill, a removal of what cannot trade, or a stop.
    private CancelReason Meet(ref Ticket ticket, in TakerRun run, int slot)
    {
        ref Order maker = ref state.Orders[slot];
        if (PriceBounds.IsBeyond(ticket.Side, maker.Price, run.Range)) return CancelReason.Breaker;
        if ((maker.Flags & RestingFlags.Expires) != 0 && state.Extras[state.Details[slot].Extra].ExpireAtNs <= state.NowNs)
        {
            resting.Cancel(slot, CancelReason.Expired);
            return Nothing;
        }
        if (state.Accounts[maker.Account].Root == run.Root) return MeetOwn(ref ticket, slot);
        Lots qty = Lots.Min(ticket.Rest, maker.Visible);
        if (ticket.IsReduceOnly)
        {
            qty = Lots.Min(qty, Room(ticket.Position, ticket.Side));
            if (qty.Value == 0) return CancelReason.RoNoRoom;
        }
        if ((maker.Flags & RestingFlags.ReduceOnly) != 0)
        {
            qty = Lots.Min(qty, Room(maker.Position, maker.Side));
            if (qty.Value == 0)
            {
                resting.Cancel(slot, CancelReason.RoNoRoom);
                return Nothing;
            }
        }
        Lots capped = CapByOpenInterest(in ticket, maker.Position, qty);
        if (capped.Value == 0) return CancelReason.OiCap;
        Lots before = ticket.Filled;
        CancelReason verdict = Trade(ref ticket, in run, slot, capped);
        // A maker that had to leave traded nothing: the cap is asked again for the next one.
        bool traded = ticket.Filled != before;
        return verdict == Nothing && traded && capped < qty ? CancelReason.OiCap : verdict;
    }

    /// <summary>Lots by which a reduce-only order on this side may still shrink the position.</summary>
    public Lots Room(int positionSlot, Side side) =>
        new(Math.Max(0, -side.Sign() * state.Positions[positionSlot].Size.Value));

    /// <summary>Only an opening long that meets an opening short adds open interest; the lots that close something are always allowed.</summary>
    public Lots CapByOpenInterest(in Ticket ticket, int makerPosition, Lots qty)
    {
        Market market = ticket.Market;
        long room = Math.Max(0, market.Terms.OiCap.Value - market.OpenInterest.Value);
        if (qty.Value <= room) return qty;
        return Lots.Min(qty, new Lots(room) + Room(ticket.Position, ticket.Side) + Room(makerPosition, ticket.Side.Opposite()));
    }

    // The verdict is 0 also when the maker had to leave: the taker goes on with the next.
    private CancelReason Trade(ref Ticket ticket, in TakerRun run, int slot, Lots qty)
    {
        ref Order maker = ref state.Orders[slot];
        Market market = ticket.Market;
        Micros notional = market.Notional(qty, maker.Price);
        FeeRates makerRates = MakerRates(slot, in maker);
        FillFees fill = FillFees.Of(notional, in run.Rates, in makerRates);
        ref Position takerPosition = ref state.Positions[ticket.Position];
        FillEffect takerEffect = default;
        bool takerPot = false;
        bool forced = ticket.Reason == FillReason.Liquidation;
        Micros extra = forced ? Force(in ticket, run.Others.EquityMaint, in run.Rates, qty, notional, ref fill, out takerEffect, out takerPot) : Micros.Zero;

        ref Position makerPosition = ref state.Positions[maker.Position];
        funding.Settle(ref makerPosition, market);
        FillEffect.Of(in makerPosition, market, maker.Side, qty, maker.Price, out FillEffect makerEffect);
        if (!MakerPasses(in maker, in makerPosition, in makerEffect, notional, fill.Maker + fill.MakerBuilder, market, out bool makerPot))
        {
            resting.Cancel(slot, CancelReason.MakerMargin);
            return Nothing;
        }
        if (!forced)
        {
            FillEffect.Of(in takerPosition, market, ticket.Side, qty, maker.Price, out takerEffect);
            Micros takerCash = state.Accounts[ticket.Account].Cash + takerEffect.CashChange;
            FillGate.Verdict taker = FillGate.Ask(
                in run.Others, in takerPosition, in takerEffect, ticket.Side, Micros.Zero, market, takerCash, fill.Taker + fill.TakerBuilder, false, out takerPot);
            if (taker != FillGate.Verdict.Pass) return CancelReason.WouldBankrupt;
        }
        if (extra.Value != 0)
        {
            ticket.LiquidationFee += extra;
            insurance.Credit(market, extra);
        }
        Execute(ref ticket, in run.Rates, in makerRates, slot, qty, in fill, in takerEffect, takerPot, in makerEffect, makerPot, extra);
        return Nothing;
    }

    /// <summary>What a liquidation's fill does to its owner. It is not stopped; its fees are cut instead of pushing equity below 0. Says the liquidation fee.</summary>
    public Micros Force(
        in Ticket ticket, Micros others, in FeeRates rates, Lots qty, Micros notional, ref FillFees fill, out FillEffect effect, out bool fromPot)
    {
        ref Position position = ref state.Positions[ticket.Position];
        FillEffect.OfForced(in position, qty, notional, out effect);
        fromPot = position.IsIsolated && effect.Size.Value != 0;
        Micros equity = ticket.Market.ValueFloor(effect.Size) - effect.Cost
            + (position.IsIsolated ? effect.IsolatedMargin + effect.CashChange : others + state.Accounts[ticket.Account].Cash + effect.CashChange);
        Micros left = Micros.Max(Micros.Zero, equity);
        if (left < fill.Taker) fill.CutTaker(left, in rates);
        return Micros.Min(Ppb.MulCeil(notional, ticket.Market.Risk.Terms.FeePpb), left - fill.Taker);
    }

    private bool MakerPasses(
        in Order maker, in Position position, in FillEffect effect, Micros notional, Micros fee, Market market, out bool feeFromPot)
    {
        bool raises = Math.Abs(effect.Size.Value) > Math.Abs(position.Size.Value);
        Micros released = (maker.Flags & RestingFlags.ReduceOnly) == 0 ? notional : Micros.Zero;
        AccountSums others = margin.Without(maker.Account, maker.Position);
        Micros cash = state.Accounts[maker.Account].Cash + effect.CashChange;
        FillGate.Verdict verdict = FillGate.Ask(in others, in position, in effect, maker.Side, released, market, cash, fee, raises, out feeFromPot);
        return verdict == FillGate.Verdict.Pass;
    }

    private FeeRates MakerRates(int slot, in Order maker)
    {
        if ((maker.Flags & RestingFlags.Builder) == 0) return fees.RatesOf(maker.Account, 0, 0);
        ref OrderExtra extra = ref state.Extras[state.Details[slot].Extra];
        return fees.RatesOf(maker.Account, extra.Builder, extra.BuilderPpb);
    }

    // From here on nothing may fail: money moves.
    private void Execute(
        ref Ticket ticket, in FeeRates takerRates, in FeeRates makerRates, int slot, Lots qty, in FillFees fill,
        in FillEffect takerEffect, bool takerPot, in FillEffect makerEffect, bool makerPot, Micros liquidationFee)
    {
        ref Order maker = ref state.Orders[slot];
        Market market = ticket.Market;
        Ticks price = maker.Price;
        int makerAccount = maker.Account;
        int makerPosition = maker.Position;
        ref Account takerRoot = ref state.RootOf(ticket.Account);
        ref Account makerRoot = ref state.RootOf(makerAccount);
        fees.BeginDay(ref takerRoot);
        fees.BeginDay(ref makerRoot);
        ticket.Rest -= qty;
        ticket.Filled += qty;
        market.Last = price;
        if (ticket.FirstTrade.Value == 0) ticket.FirstTrade = price;
        ref Trade told = ref state.Events.Next<Trade>(ticket.Account, market.Id);
        told.Price = price;
        told.Qty = qty;
        told.TakerOrder = ticket.Id;
        told.MakerOrder = new(maker.Id);
        told.TakerRest = ticket.Rest;
        told.MakerRest = maker.Rest - qty;
        told.TakerFee = fill.Taker;
        told.MakerFee = fill.Maker;
        told.TakerBuilderFee = fill.TakerBuilder;
        told.MakerBuilderFee = fill.MakerBuilder;
        told.ReferralShare = fill.Referral;
        told.MakerAccount = makerAccount;
        told.TradeIndex = state.NextTradeIndex++;
        told.TakerSide = ticket.Side;
        told.Reason = ticket.Reason;
        aftermath.Book(ticket.Position, market, in takerEffect, fill.Taker + fill.TakerBuilder + liquidationFee, takerPot, ticket.Reason);
        aftermath.Book(makerPosition, market, in makerEffect, fill.Maker + fill.MakerBuilder, makerPot, ticket.Reason);
        state.System.Fees += insurance.Share(market, fill.VenueKeeps);
        aftermath.Earn(takerRates.Referrer, fill.Referral, ticket.Account, BalanceReason.Referral);
        aftermath.Earn(takerRates.Builder, fill.TakerBuilder, ticket.Account, BalanceReason.Builder);
        aftermath.Earn(makerRates.Builder, fill.MakerBuilder, makerAccount, BalanceReason.Builder);
        market.Traded += qty;
        if (ticket.Reason != FillReason.Liquidation)
        {
            Micros notional = market.Notional(qty, price);
            fees.Count(ref takerRoot, notional);
            fees.Count(ref makerRoot, notional);
        }
        aftermath.AfterMakerFill(slot, qty);
    }

    private CancelReason MeetOwn(ref Ticket ticket, int slot)
    {
        switch (ticket.Stp)
        {
            case StpMode.CancelNewest:
                return CancelReason.Stp;
            case StpMode.CancelBoth:
                resting.Cancel(slot, CancelReason.Stp);
                return CancelReason.Stp;
            case StpMode.Decrement:
                return Decrement(ref ticket, slot);
            case StpMode.CancelOldest:
            default:
                resting.Cancel(slot, CancelReason.Stp);
                return Nothing;
        }
    }

    // Both lose the same lots without a trade; whoever is at 0 ends.
    private CancelReason Decrement(ref Ticket ticket, int slot)
    {
        ref Order maker = ref state.Orders[slot];
        Lots cut = Lots.Min(ticket.Rest, maker.Visible);
        ticket.Rest -= cut;
        bool makerEnds = cut == maker.Rest;
        if (makerEnds) resting.Cancel(slot, CancelReason.Stp);
        else Trimmed(maker.Account, maker.Market, new(maker.Id), cut, maker.Rest - cut);
        Trimmed(ticket.Account, ticket.Market.Id, ticket.Id, cut, ticket.Rest);
        if (!makerEnds) resting.ShrinkVisible(slot, cut);
        return ticket.Rest.Value == 0 ? CancelReason.Stp : Nothing;
    }

    private void Trimmed(int account, int market, OrderId order, Lots cut, Lots rest) =>
        state.Events.Add(account, market, new OrderTrimmed { Order = order, Cut = cut, Rest = rest, Reason = CancelReason.Stp });
}
