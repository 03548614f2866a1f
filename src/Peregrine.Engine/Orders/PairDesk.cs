using Peregrine.Core;
using Peregrine.Engine.Margin;
using Peregrine.Engine.Matching;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>Two market legs that fill together in a fixed ratio or not at all (domain §3.15).</summary>
internal sealed class PairDesk(EngineState state, OrderIntake intake, MarginBook margin, OrderChecks checks, OrderRunner runner, BookWalk walk)
{
    /// <summary>Each try plans both legs; a pair that has not settled by then would cost everybody else too much.</summary>
    private const int TriesMax = 16;

    // The first leg's position with its order open, for the sums that the second is asked for.
    private readonly Position[] _first = new Position[1];

    /// <summary>One leg on its way.</summary>
    private ref struct Leg
    {
        public Ticket Ticket;
        public Position Position;
        public long Unit;
    }

    public RejectCode Place(in Command command, ref Outcome outcome)
    {
        ref readonly PlacePair pair = ref Command.Body<PlacePair>(in command);
        if (!IsWellFormed(in pair)) return RejectCode.BadValue;
        PlacePair terms = pair;
        terms.RequestExpiresNs = 0;
        terms.ClientId = default;
        ulong hash = OrderIntake.TermsOf(in terms);
        RejectCode code = intake.Permit(in command.Header, AllowedActions.Trade, pair.MarketB);
        if (code != RejectCode.None) return code;
        bool goes = intake.Passes(
            in command.Header, AllowedActions.Trade, pair.MarketA, in pair.ClientId, hash, pair.RequestExpiresNs, ref outcome, out code, orders: 2);
        if (!goes) return code;
        if (!state.HasMarket(pair.MarketA) || !state.HasMarket(pair.MarketB)) return RejectCode.UnknownMarket;
        Market marketA = state.Markets[pair.MarketA];
        Market marketB = state.Markets[pair.MarketB];
        code = checks.States(marketA, Lifecycle.OrderClass.Risk);
        if (code == RejectCode.None) code = checks.States(marketB, Lifecycle.OrderClass.Risk);
        if (code == RejectCode.None) code = Shape(in pair, marketA, marketB);
        if (code != RejectCode.None) return code;
        Leg first = LegOf(in command, in pair, marketA, 0);
        Leg second = LegOf(in command, in pair, marketB, 1);
        code = Check(in pair, ref first, ref second, ref outcome);
        if (code != RejectCode.None) return code;
        long units = Plan(in pair, ref first, ref second);
        if (units < Math.Max(1, pair.MinMultiple)) return RejectCode.PairNotFillable;
        if (state.Rehearsal is { } rehearsal) return Rehearse(rehearsal, in first.Ticket, in second.Ticket);
        if (!runner.TryName(ref first.Ticket, in pair.ClientId, hash)) return RejectCode.CapacityFull;
        Execute(ref first.Ticket, ref second.Ticket, in pair.ClientId);
        outcome.Detail1 = first.Ticket.Id.Value;
        outcome.Detail2 = units;
        outcome.State = OrderState.Filled;
        return RejectCode.None;
    }

    private static RejectCode Rehearse(Rehearsal rehearsal, in Ticket first, in Ticket second)
    {
        rehearsal.Take(in first);
        return rehearsal.Take(in second);
    }

    private static bool IsWellFormed(in PlacePair pair) =>
        pair.SideA is Side.Buy or Side.Sell && pair.SideB is Side.Buy or Side.Sell
        && pair.Stp <= StpMode.Decrement
        && pair.Multiple > 0 && pair.MinMultiple >= 0 && pair.MinMultiple <= pair.Multiple
        && pair.SlipPpbA >= 0 && pair.SlipPpbB >= 0 && pair.BuilderPpb >= 0;

    private static RejectCode Shape(in PlacePair pair, Market marketA, Market marketB)
    {
        if (marketA == marketB || pair.BuilderPpb != 0 != (pair.Builder != 0)) return RejectCode.BadCombination;
        return pair.SlipPpbA > marketA.Terms.SlipMaxPpb || pair.SlipPpbB > marketB.Terms.SlipMaxPpb ? RejectCode.BadValue : RejectCode.None;
    }

    // 6 to 13, each for both legs, at the most units that are wanted; the second leg's margin on top of the first's.
    private RejectCode Check(in PlacePair pair, ref Leg first, ref Leg second, ref Outcome outcome)
    {
        if (!TrySize(ref first, pair.Multiple) || !TrySize(ref second, pair.Multiple)) return RejectCode.BadLot;
        RejectCode code = checks.Sizes(in first.Ticket, in first.Position);
        if (code == RejectCode.None) code = checks.Sizes(in second.Ticket, in second.Position);
        if (code == RejectCode.None) code = checks.Limits(in first.Ticket, in first.Position);
        if (code == RejectCode.None) code = checks.Limits(in second.Ticket, in second.Position);
        if (code == RejectCode.None) code = OrderChecks.Band(in first.Ticket);
        if (code == RejectCode.None) code = OrderChecks.Band(in second.Ticket);
        if (code == RejectCode.None) code = checks.AccountMay(in first.Ticket, in first.Position);
        if (code == RejectCode.None) code = checks.AccountMay(in second.Ticket, in second.Position);
        if (code == RejectCode.None && !checks.HasRoomForRecords(in first.Ticket, in second.Ticket)) code = RejectCode.CapacityFull;
        if (code == RejectCode.None) code = checks.Margin(in first.Ticket, in first.Position, ref outcome);
        if (code == RejectCode.None) code = MarginOnTop(in first, in second, ref outcome);
        if (code == RejectCode.None) code = checks.GroupShare(in first.Ticket, in first.Position);
        return code == RejectCode.None ? checks.GroupShare(in second.Ticket, in second.Position) : code;
    }

    private RejectCode MarginOnTop(in Leg first, in Leg second, ref Outcome outcome)
    {
        Market market = second.Ticket.Market;
        Position after = second.Position;
        OrderChecks.AddOpen(ref after, in second.Ticket);
        if (MarginBook.Exposure(in after, market) <= MarginBook.Exposure(in second.Position, market)) return RejectCode.None;
        _first[0] = first.Position;
        OrderChecks.AddOpen(ref _first[0], in first.Ticket);
        Market other = first.Ticket.Market;
        bool raises = MarginBook.Exposure(in _first[0], other) > MarginBook.Exposure(in first.Position, other);
        AccountSums others = margin.Without(second.Ticket.Account, second.Ticket.Position, new WithFirst(state.Positions, first.Ticket.Position, _first));
        if (first.Ticket.Position == 0) MarginBook.Add(ref others, in _first[0], other);
        others.AddCash(state.Accounts[second.Ticket.Account].Cash - (raises ? checks.CostOf(in first.Ticket) : Micros.Zero));
        return checks.Affords(others, in second.Position, in after, market, checks.CostOf(in second.Ticket), ref outcome);
    }

    // Tries what is wanted, then whatever whole units the shorter leg filled, until both fill all of a try. Strictly falling, so it ends.
    private long Plan(in PlacePair pair, ref Leg first, ref Leg second)
    {
        long units = pair.Multiple;
        long least = Math.Max(1, pair.MinMultiple);
        for (int i = 0; i < TriesMax && units >= least; i++)
        {
            Size(ref first, units);
            Size(ref second, units);
            walk.Begin();
            long filled = walk.Walk(in first.Ticket, in first.Position).Value / first.Unit;
            if (filled == units) filled = walk.Walk(in second.Ticket, in second.Position).Value / second.Unit;
            if (filled == units) return units;
            units = filled;
        }
        return 0;
    }

    private void Execute(ref Ticket first, ref Ticket second, in ClientOrderId clientId)
    {
        runner.Take(ref first, in clientId, OrderState.New);
        runner.Take(ref second, default, OrderState.New);
        runner.Run(ref first);
        runner.Run(ref second);
        Invariant.That(first.Rest.Value == 0 && second.Rest.Value == 0, "both legs fill as planned");
        Invariant.That(first.Filled == first.Qty && second.Filled == second.Qty, "both legs fill as planned");
    }

    private Leg LegOf(in Command command, in PlacePair pair, Market market, int index)
    {
        Side side = index == 0 ? pair.SideA : pair.SideB;
        int slip = index == 0 ? pair.SlipPpbA : pair.SlipPpbB;
        int account = command.Header.Account;
        int slot = state.FindPosition(account, market.Id);
        return new Leg
        {
            Unit = index == 0 ? pair.UnitA.Value : pair.UnitB.Value,
            Position = slot == 0 ? state.NewPosition(account, market.Id) : state.Positions[slot],
            Ticket = new Ticket
            {
                Id = OrderId.Of(state.Seq, index),
                Account = account,
                Market = market,
                Position = slot,
                Type = OrderType.Market,
                Side = side,
                Tif = TimeInForce.Ioc,
                Stp = pair.Stp == 0 ? StpMode.CancelOldest : pair.Stp,
                Reason = FillReason.User,
                Price = PriceBounds.MarketLimit(market, side, slip),
                Label = pair.Label,
                Builder = pair.Builder,
                BuilderPpb = pair.BuilderPpb,
                Key = command.Header.Key,
                SlipPpb = slip,
            },
        };
    }

    // False when the unit is no quantity; one too large for its market fails the sizes, and nothing is multiplied before it is bounded.
    private static bool TrySize(ref Leg leg, long units)
    {
        if (leg.Unit <= 0) return false;
        long most = leg.Ticket.Market.Terms.PositionMax.Value + 1;
        Size(ref leg, leg.Unit > most ? 1 : Math.Min(units, most));
        if (leg.Ticket.Qty.Value > most || leg.Unit > most) leg.Ticket.Qty = leg.Ticket.Rest = new(most);
        return true;
    }

    private static void Size(ref Leg leg, long units) => leg.Ticket.Qty = leg.Ticket.Rest = new(units * leg.Unit);

    private readonly struct WithFirst(Slab<Position> positions, int slot, Position[] first) : IPositionView
    {
        public ref readonly Position At(int at)
        {
            if (at == slot) return ref first[0];
            return ref positions[at];
        }
    }
}
