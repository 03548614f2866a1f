using Peregrine.Core;
using Peregrine.Engine.Auctions;
using Peregrine.Engine.Borrow;
using Peregrine.Engine.Funding;
using Peregrine.Engine.Orders;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Works off the queue of failing accounts and pots, one case after another (domain §10.2).</summary>
internal sealed class Liquidator(
    EngineState state, RiskBook figures, LiquidationGate gate, FundingSettlement funding, ClosingStep closing, CollateralSale collateral, InsuranceFund insurance,
    OrderCancels cancels, OrderAuctions auctions)
{
    private const int StepsMax = 256;
    private const long CooldownNs = 2_000_000_000;

    private int _steps;

    /// <summary>While triggers wait nobody is liquidated; set once.</summary>
    public TriggerRunner? References { get; set; }

    /// <summary>When the next case is due; 0 while one waits for its turn.</summary>
    public long NextDueNs => state.Cases.FirstReady != 0 ? 0 : state.Cases.FirstDueNs;

    /// <summary>A new command may take its share of steps; who has cooled down waits for its turn again.</summary>
    public void BeginCommand()
    {
        _steps = 0;
        while (state.Cases.FirstDueNs <= state.NowNs) state.Cases.Wake(state.Cases.FirstCooling);
    }

    /// <summary>Works on the first case that waits. False when none does, or the command has done its share.</summary>
    public bool RunOne()
    {
        int slot = state.Cases.FirstReady;
        if (slot == 0 || _steps >= StepsMax || !HasIndicesFor(state.Cases[slot].Account)) return false;
        _steps++;
        Work(slot);
        return true;
    }

    // A case is never left half done, so it must have an order id for each of its markets.
    private bool HasIndicesFor(int account) => state.NextEngineIndex + state.Accounts[account].PositionCount <= OrderId.IndexCount;

    private void Work(int slot)
    {
        ref LiquidationCase part = ref state.Cases[slot];
        part.LastSeq = state.Seq;
        // Its turn came before makers have had their time: it does not wait for them.
        if (auctions.FindForced(in part) is var asked and not 0) auctions.TakeBack(asked);
        funding.SettleAll(part.Account);
        RiskFigures now = figures.Of(in part);
        if (!now.IsFailing || !gate.MayBegin(in part, in now))
        {
            End(slot, in now, now.IsFailing ? LiquidationEnd.Suspended : LiquidationEnd.Recovered);
            return;
        }
        if (!part.HasStarted) Begin(ref part, in now);
        if (part.Market == 0 && SellsCollateral(ref part))
        {
            now = figures.Of(in part);
            if (!now.IsFailing)
            {
                End(slot, in now, LiquidationEnd.Recovered);
                return;
            }
        }
        GoOn(slot, 0);
    }

    /// <summary>Makers have had their time with a part of a case: it is asked anew. What is no partial close any more takes its turn as any other.</summary>
    public void EndAuction(int auction)
    {
        (int account, int position) = (state.AuctionOrders[auction].Account, state.AuctionOrders[auction].Position);
        int slot = state.Positions[position].IsIsolated ? state.Positions[position].Case : state.Accounts[account].Case;
        Invariant.That(slot != 0 && state.Cases[slot].HasStarted, "who asks makers is being liquidated");
        funding.SettleAll(account);
        if (state.Cases[slot].DueNs != 0) state.Cases.Wake(slot);
        RiskFigures now = figures.Of(in state.Cases[slot]);
        if (MayCloseAuctioned(position, in now))
        {
            _steps++;
            state.Cases[slot].LastSeq = state.Seq;
            GoOn(slot, auction);
        }
        else
        {
            auctions.TakeBack(auction);
        }
    }

    private bool MayCloseAuctioned(int position, in RiskFigures now)
    {
        ref Position held = ref state.Positions[position];
        return now.IsFailing && !now.IsHopeless && held.Size.Value != 0 && !References!.HasQueue && gate.Allows(in held, in now) && HasIndicesFor(held.Account);
    }

    private void GoOn(int slot, int auction)
    {
        ref LiquidationCase part = ref state.Cases[slot];
        if (CloseAll(in part, auction)) Conclude(slot);
        else if (!HasAnotherTurn(in part)) state.Cases.Cool(slot, state.NowNs + CooldownNs);
    }

    // Solvent by what the book paid, and hopeless still: it is not made to wait, and begins as any solvent part does.
    private bool HasAnotherTurn(in LiquidationCase part) => closing.IsSolventAgain && figures.Of(in part).IsHopeless;

    private bool SellsCollateral(ref LiquidationCase part)
    {
        Micros cash = state.Accounts[part.Account].Cash;
        if (cash.Value >= 0 || collateral.Sell(part.Account, -cash) == 0) return false;
        part.Loan = Micros.Min(part.Loan, Loans.LoanOf(state.Accounts[part.Account].Cash));
        return true;
    }

    // False when lots were left that nobody took at a price the account can bear: they are tried again later.
    private bool CloseAll(in LiquidationCase part, int auction)
    {
        closing.Begin();
        while (true)
        {
            RiskFigures now = figures.Of(in part);
            if (now.IsHealthy && now.MaintenanceMargin.Value > 0) return true;
            int position = auction != 0 ? state.AuctionOrders[auction].Position : NextPosition(in part, in now);
            if (position == 0) return true;
            _steps += auction != 0 ? closing.CloseAuctioned(position, in now, auction) : closing.Close(position, in now);
            auction = 0;
            bool closed = state.Positions[position].Size.Value == 0;
            if (closed) continue;
            now = figures.Of(in part);
            if (now.IsHealthy) return true;
            // Nobody waits for better prices with a debt: its other markets go on.
            if (!now.IsBankrupt && (!closing.WasFilled || !now.IsHopeless)) return false;
        }
    }

    // The largest margin first, then the market's id; only where a step may run.
    private int NextPosition(in LiquidationCase part, in RiskFigures now)
    {
        if (part.Market != 0)
        {
            int pot = state.FindPosition(part.Account, part.Market);
            return state.Positions[pot].Size.Value != 0 && !closing.GaveUp(part.Market) && gate.Allows(in state.Positions[pot], in now) ? pot : 0;
        }
        int best = 0;
        Micros most = new(-1);
        for (int slot = state.Accounts[part.Account].FirstPosition; slot != 0; slot = state.Positions[slot].Next)
        {
            ref Position position = ref state.Positions[slot];
            if (position.Size.Value == 0 || position.IsIsolated) continue;
            Market market = state.Markets[position.Market];
            if (closing.GaveUp(position.Market) || !gate.Allows(in position, in now)) continue;
            Micros margin = RiskBook.MarginOf(in position, market);
            if (margin > most) (best, most) = (slot, margin);
        }
        return best;
    }

    private void Begin(ref LiquidationCase part, in RiskFigures now)
    {
        part.HasStarted = true;
        ref Account owner = ref state.Accounts[part.Account];
        bool cross = part.Market == 0;
        state.Events.Add(part.Account, part.Market, new LiquidationStarted
        {
            Equity = now.Equity,
            MaintenanceMargin = now.MaintenanceMargin,
            Cash = cross ? owner.Cash : state.Positions[state.FindPosition(part.Account, part.Market)].IsolatedMargin,
            Collateral = cross ? figures.CollateralOf(part.Account) : Micros.Zero,
        });
        if (cross)
        {
            part.StatusBefore = owner.Status;
            part.Loan = Loans.LoanOf(owner.Cash);
            SetStatus(part.Account, AccountStatus.Liquidating);
        }
        CancelFilter risky = new() { KeepReduceOnly = true, Scope = CancelScope.Resting };
        cancels.All(part.Account, part.Market, in risky, CancelReason.Liquidation);
        auctions.Leave(part.Account, part.Market);
    }

    // Everything that could be closed is: what is owed is paid, and what cannot be touched waits for its market.
    private void Conclude(int slot)
    {
        ref LiquidationCase part = ref state.Cases[slot];
        RiskFigures now = figures.Of(in part);
        bool holds = now.MaintenanceMargin.Value > 0;
        if (!holds && now.IsBankrupt && !OwesWithCollateral(in part))
        {
            int pot = part.Market == 0 ? 0 : state.FindPosition(part.Account, part.Market);
            int market = part.Market != 0 ? part.Market : closing.LastMarket;
            insurance.Cover(part.Account, pot, market == 0 ? null : state.Markets[market], -now.Equity, part.Loan);
            now = figures.Of(in part);
        }
        if (now.IsFailing && gate.MayBegin(in part, in now)) state.Cases.Cool(slot, state.NowNs + CooldownNs);
        else End(slot, in now, !holds ? LiquidationEnd.Closed : now.IsFailing ? LiquidationEnd.Suspended : LiquidationEnd.Recovered);
    }

    // A debt that collateral still stands behind is settled when somebody buys that.
    private bool OwesWithCollateral(in LiquidationCase part)
    {
        if (part.Market != 0) return false;
        for (int slot = state.Accounts[part.Account].FirstHolding; slot != 0; slot = state.Holdings[slot].Next)
        {
            if (state.Holdings[slot].Amount > 0) return true;
        }
        return false;
    }

    private void End(int slot, in RiskFigures now, LiquidationEnd end)
    {
        ref LiquidationCase part = ref state.Cases[slot];
        (int account, int market) = (part.Account, part.Market);
        if (part.HasStarted)
        {
            state.Events.Add(account, market, new LiquidationEnded { Equity = now.Equity, MaintenanceMargin = now.MaintenanceMargin, End = end });
            // An operator may have said otherwise meanwhile.
            if (market == 0 && state.Accounts[account].Status == AccountStatus.Liquidating) SetStatus(account, part.StatusBefore);
        }
        if (market == 0) state.Accounts[account].Case = 0;
        else state.Positions[state.FindPosition(account, market)].Case = 0;
        state.Cases.Close(slot);
        // Its thresholds are those of a failing account; its stops are asked about only if something of it changed.
        state.Suspects.Touch(account);
    }

    private void SetStatus(int account, AccountStatus status)
    {
        if (state.Accounts[account].Status == status) return;
        state.Accounts[account].Status = status;
        state.Events.Add(account, 0, new AccountStatusChanged { Status = status });
    }
}
