using Peregrine.Core;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Fees;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Closes one position as far as it must be: through the book, then to the backstop, and of a bankrupt account against the other side (domain §10.4–10.6).</summary>
internal sealed class ClosingStep(
    EngineState state, RiskBook figures, FeeBook fees, OrderRunner runner, OrderAuctions auctions, BackstopIntake backstop, Deleverage deleverage,
    InsuranceFund insurance)
{
    // Losses past bankruptcy that insurance will pay when the case is closed: they use up its allowance, and nobody else's price.
    private Micros _committed;
    // By market: the case that could not close all of it. Stamped, so that nothing is cleared between cases.
    private readonly long[] _gaveUp = new long[state.Capacities.MarketsMax + 1];
    private long _case;

    /// <summary>What one step begins with and finds out.</summary>
    private struct Plan
    {
        public Market Market;
        public int Account;
        public bool IsLong;
        public bool IsBankrupt;
        public Micros Equity;
        public Micros Share;
        public Micros Missing;
        public Micros Budget;
        /// <summary>What the book's prices beyond bankruptcy used up of it.</summary>
        public Micros Spent;
        public long TakerPpb;
        public Ticks Bankruptcy;
        public Ticks Limit;
        public Lots Asked;
        public Lots Rest;
        /// <summary>Whose time has come, and whose quotes are met beside the book; 0 for none.</summary>
        public int Auction;
    }

    /// <summary>The market of the last step; 0 before the first.</summary>
    public int LastMarket { get; private set; }

    /// <summary>Nothing of what the last step asked for is left over.</summary>
    public bool WasFilled { get; private set; }

    /// <summary>What book or backstop paid in the last step was so good that a bankrupt part is solvent and keeps a position: what it lacks is another question now.</summary>
    public bool IsSolventAgain { get; private set; }

    public void Begin()
    {
        (_committed, LastMarket) = (Micros.Zero, 0);
        _case++;
    }

    /// <summary>Lots of this market were left over before, and its state lets nobody else take them.</summary>
    public bool GaveUp(int market) => _gaveUp[market] == _case;

    /// <summary>One step in one market; says how many steps it counts for beyond the first.</summary>
    public int Close(int positionSlot, in RiskFigures now)
    {
        Plan plan = Prepare(positionSlot, in now);
        LastMarket = plan.Market.Id;
        if (!now.IsHopeless && auctions.TakesForced(plan.Market, plan.Asked, plan.Limit))
        {
            Ask(positionSlot, in plan);
            (IsSolventAgain, WasFilled) = (false, false);
            return 0;
        }
        return Close(positionSlot, ref plan, in now);
    }

    /// <summary>The step that an auction was opened for, when its time has come: asked anew, and no more than makers heard of.</summary>
    public int CloseAuctioned(int positionSlot, in RiskFigures now, int auction)
    {
        Plan plan = Prepare(positionSlot, in now);
        LastMarket = plan.Market.Id;
        AuctionOrder order = state.AuctionOrders[auction];
        plan.Auction = auction;
        plan.Asked = plan.Rest = Lots.Min(plan.Asked, order.Qty);
        plan.Limit = ClosingPrice.Better(plan.IsLong, plan.Limit, order.Price);
        if (plan.Asked < order.Qty)
        {
            state.Events.Add(order.Account, order.Market, new OrderTrimmed
            {
                Order = order.Id,
                Cut = order.Qty - plan.Asked,
                Rest = plan.Asked,
                Reason = CancelReason.Liquidation,
            });
        }
        return Close(positionSlot, ref plan, in now);
    }

    private int Close(int positionSlot, ref Plan plan, in RiskFigures now)
    {
        StepRight right = LiquidationGate.In(plan.Market);
        if (right != StepRight.BankruptToBackstop) Trade(positionSlot, ref plan, in now);
        bool isSolventNow = plan.IsBankrupt && plan.Rest < plan.Asked && FindAnew(positionSlot, ref plan);
        if (plan.Rest.Value > 0 && !isSolventNow) PassOn(positionSlot, ref plan);
        bool asksOthers = plan.Rest.Value > 0 && plan.IsBankrupt && right != StepRight.BankruptToBackstop;
        // Where ticks are wide the backstop may pay better than mark: then, too, nobody else gives anything up.
        isSolventNow |= asksOthers && !FiguresOf(positionSlot).IsBankrupt;
        IsSolventAgain = isSolventNow && plan.Rest.Value > 0;
        WasFilled = plan.Rest.Value == 0;
        if (isSolventNow)
        {
            _committed = Micros.Zero;
            return 0;
        }
        int cost = 0;
        if (asksOthers)
        {
            cost = deleverage.Close(positionSlot, plan.Rest, plan.Bankruptcy);
            plan.Rest = Lots.Zero;
        }
        if (plan.Rest.Value > 0) _gaveUp[plan.Market.Id] = _case;
        WasFilled = plan.Rest.Value == 0;
        if (plan.IsBankrupt) Commit(positionSlot, in plan);
        return cost;
    }

    // Makers are asked for a moment: the lots wait with the case.
    private void Ask(int positionSlot, in Plan plan)
    {
        Ticket ticket = TicketOf(positionSlot, in plan);
        runner.Take(ref ticket, default, OrderState.PendingAuction);
        auctions.Open(ref ticket);
    }

    private Plan Prepare(int positionSlot, in RiskFigures now)
    {
        ref Position position = ref state.Positions[positionSlot];
        Market market = state.Markets[position.Market];
        Plan plan = new()
        {
            Market = market,
            Account = position.Account,
            IsLong = position.Size.Value > 0,
            IsBankrupt = now.IsBankrupt,
            Equity = now.Equity,
            TakerPpb = fees.TakerPpb(position.Account),
        };
        ref readonly SetLiquidation terms = ref market.Risk.Terms;
        plan.Asked = plan.Rest = PartialSize.Of(in position, market, in now, plan.TakerPpb + terms.FeePpb + terms.AllowancePpb);
        plan.Missing = Micros.Max(Micros.Zero, -now.Equity - _committed);
        plan.Share = ShareOf(in position, market, in now, plan.Missing);
        plan.Bankruptcy = ClosingPrice.Within(market, ClosingPrice.Bankruptcy(position.Size, market, plan.Share, 0));
        plan.Budget = now.IsBankrupt ? Micros.Max(Micros.Zero, insurance.Allowance(market) - _committed) : Micros.Zero;
        plan.Limit = ClosingPrice.Within(market, LimitOf(position.Size, in plan, in now));
        return plan;
    }

    // After the book's fills of a bankrupt part; true when it is solvent. What was paid worse than bankruptcy is insurance's, and the price stands for the rest.
    // What was paid better leaves less to be given up by others: they get the price of what is missing now.
    private bool FindAnew(int positionSlot, ref Plan plan)
    {
        RiskFigures now = FiguresOf(positionSlot);
        if (!now.IsBankrupt) return true;
        Lots filled = plan.IsLong ? plan.Asked - plan.Rest : plan.Rest - plan.Asked;
        Micros atBankruptcy = plan.Equity + plan.Market.ValueFloor(filled, new Subticks(plan.Bankruptcy.Value * Subticks.PerTick)) - plan.Market.ValueFloor(filled);
        plan.Spent = Micros.Max(Micros.Zero, atBankruptcy - now.Equity);
        if (plan.Spent.Value > 0 || plan.Rest.Value == 0) return false;
        ref Position position = ref state.Positions[positionSlot];
        plan.Missing = Micros.Max(Micros.Zero, -now.Equity - _committed);
        plan.Share = ShareOf(in position, plan.Market, in now, plan.Missing);
        Ticks anew = ClosingPrice.Within(plan.Market, ClosingPrice.Bankruptcy(position.Size, plan.Market, plan.Share, 0));
        plan.Bankruptcy = ClosingPrice.Better(!plan.IsLong, plan.Bankruptcy, anew);
        return false;
    }

    // The equity that this position may use up; below 0, what it must give back.
    private Micros ShareOf(in Position position, Market market, in RiskFigures now, Micros missing)
    {
        Micros margin = RiskBook.MarginOf(in position, market);
        if (!now.IsBankrupt) return new(Rounding.MulDivFloor(now.Equity.Value, margin.Value, now.MaintenanceMargin.Value));
        bool isLast = margin == now.MaintenanceMargin;
        return -ClosingPrice.Shortfall(missing, margin, now.MaintenanceMargin, isLast, market.Unrealised(in position));
    }

    private static Ticks LimitOf(Lots size, in Plan plan, in RiskFigures now)
    {
        Ticks farthest = ClosingPrice.Farthest(plan.IsLong, plan.Market);
        if (plan.IsBankrupt)
        {
            Ticks beyond = ClosingPrice.Beyond(plan.IsLong, plan.Bankruptcy, plan.Budget, plan.Asked, plan.Market);
            return ClosingPrice.Better(plan.IsLong, farthest, beyond);
        }
        if (now.IsHopeless) return ClosingPrice.Better(plan.IsLong, plan.Bankruptcy, ClosingPrice.Discounted(plan.IsLong, plan.Market));
        Ticks withFee = ClosingPrice.Bankruptcy(size, plan.Market, plan.Share, plan.TakerPpb);
        return ClosingPrice.Better(plan.IsLong, withFee, farthest);
    }

    private void Trade(int positionSlot, ref Plan plan, in RiskFigures now)
    {
        ref Position position = ref state.Positions[positionSlot];
        ref readonly SetLiquidation terms = ref plan.Market.Risk.Terms;
        (Lots size, Micros cost) = (position.Size, position.Cost);
        Micros margin = RiskBook.MarginOf(in position, plan.Market);
        Ticket ticket = plan.Auction != 0 ? auctions.Run(plan.Auction, plan.Asked, plan.Limit) : Run(positionSlot, in plan);
        plan.Rest = plan.Asked - ticket.Filled;
        ref LiquidationStep told = ref state.Events.Next<LiquidationStep>(plan.Account, plan.Market.Id);
        told.Order = ticket.Id;
        told.Mark = plan.Market.Mark;
        told.Size = size;
        told.Cost = cost;
        told.Equity = now.Equity;
        told.MaintenanceMargin = now.MaintenanceMargin;
        told.MarketMargin = margin;
        told.ClosingCostPpb = (int)plan.TakerPpb + terms.FeePpb + terms.AllowancePpb;
        told.FeeRatePpb = terms.FeePpb;
        told.Asked = plan.Asked;
        told.Filled = ticket.Filled;
        told.Bankruptcy = plan.Bankruptcy;
        told.Limit = plan.Limit;
        told.Budget = plan.Budget;
        told.Fee = ticket.LiquidationFee;
        told.EquityAfter = EquityOf(positionSlot);
    }

    // An empty one where the book has nothing within the limit.
    private Ticket Run(int positionSlot, in Plan plan)
    {
        if (plan.Market.Book.FirstWithin(plan.IsLong ? Side.Buy : Side.Sell, plan.Limit) == 0) return default;
        Ticket ticket = TicketOf(positionSlot, in plan);
        runner.Take(ref ticket, default, OrderState.New);
        runner.Run(ref ticket);
        return ticket;
    }

    private Ticket TicketOf(int positionSlot, in Plan plan) => new()
    {
        Id = OrderId.Of(state.Seq, state.NextEngineIndex++),
        Account = plan.Account,
        Market = plan.Market,
        Position = positionSlot,
        Type = OrderType.Limit,
        Side = plan.IsLong ? Side.Sell : Side.Buy,
        Tif = TimeInForce.Ioc,
        Stp = StpMode.CancelOldest,
        Flags = OrderFlags.ReduceOnly,
        Reason = FillReason.Liquidation,
        Price = plan.Limit,
        Qty = plan.Asked,
        Rest = plan.Asked,
    };

    private void PassOn(int positionSlot, ref Plan plan)
    {
        ref Position position = ref state.Positions[positionSlot];
        Ticks bankruptcy = plan.Bankruptcy;
        Micros budget = Micros.Zero;
        if (plan.IsBankrupt)
        {
            budget = Micros.Max(Micros.Zero, plan.Budget - plan.Spent);
        }
        else if (plan.Rest < plan.Asked)
        {
            RiskFigures left = FiguresOf(positionSlot);
            bankruptcy = ClosingPrice.Within(plan.Market, ClosingPrice.Bankruptcy(position.Size, plan.Market, ShareOf(in position, plan.Market, in left, Micros.Zero), 0));
        }
        plan.Rest -= backstop.Take(positionSlot, plan.Rest, bankruptcy, plan.IsBankrupt, budget);
    }

    // What equity lacks now beyond what the positions still open will give back.
    private void Commit(int positionSlot, in Plan plan)
    {
        Micros left = Micros.Max(Micros.Zero, plan.Missing + plan.Share);
        _committed = Micros.Max(Micros.Zero, -EquityOf(positionSlot) - left);
    }

    private Micros EquityOf(int positionSlot) => FiguresOf(positionSlot).Equity;

    private RiskFigures FiguresOf(int positionSlot) => figures.Of(positionSlot);
}
