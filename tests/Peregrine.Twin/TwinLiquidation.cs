using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>One case after the other: what is cancelled, sold, closed, taken over and paid.</summary>
public sealed partial class TwinEngine
{
    /// <summary>What the case at hand lacks beyond what its open positions will give back: insurance pays it when the part is closed.</summary>
    private long _committed;

    /// <summary>The last step's fills left a bankrupt part solvent with a position: without two thirds of its margin its next turn comes at once.</summary>
    private bool _solventAgain;

    /// <summary>Works on one case; what it fires goes before the next.</summary>
    private bool Liquidate()
    {
        if (LiquidationIsOff || _s.Queue.Count > 0) return false;
        TestEverybody();
        if (_s.Cases.Find(c => c.DueNs == 0) is not { } next) return false;
        Work(next);
        return true;
    }

    /// <summary>Those that have cooled down wait for their turn again.</summary>
    private void WakeCases()
    {
        foreach (TwinCase due in _s.Cases.Where(c => c.DueNs != 0 && c.DueNs <= _now).OrderBy(c => c.DueNs).ToList()) PutLast(due, 0);
    }

    /// <summary>Of those that are due at one instant, who began to cool first is first.</summary>
    private void Cool(TwinCase c) => PutLast(c, _now + LiquidationCooldown);

    private void PutLast(TwinCase c, long dueNs)
    {
        c.DueNs = dueNs;
        _s.Cases.Remove(c);
        _s.Cases.Add(c);
    }

    private void Work(TwinCase c)
    {
        _committed = 0;
        _lastClosed = 0;
        TwinPart part = c.Part;
        if (AuctionOf(part) is { } early) StopAuction(early, CancelReason.Liquidation);
        SettleFundingOf(part.Account);
        long equity = EquityOf(part);
        if (equity >= MaintenanceOf(part))
        {
            EndCase(c, LiquidationEnd.Recovered);
            return;
        }
        if (!MayBeStepped(part))
        {
            EndCase(c, LiquidationEnd.Suspended);
            return;
        }
        c.LastSeq = _seq;
        if (!c.Started) StartCase(c);
        if (part.Market == 0 && Account(part.Account).Cash < 0)
        {
            long owed = Account(part.Account).Loan;
            SellCollateral(part.Account, ForAllOwed);
            c.Borrowed = Math.Max(0, c.Borrowed - (owed - Account(part.Account).Loan));
        }
        if (EquityOf(part) >= MaintenanceOf(part)) EndCase(c, LiquidationEnd.Recovered);
        else CloseOn(c, null);
    }

    private void CloseOn(TwinCase c, TwinAuction? auction)
    {
        TwinPart part = c.Part;
        if (CloseMarkets(part, auction)) Conclude(c);
        else if (!_solventAgain || !IsHopeless(EquityOf(part), MaintenanceOf(part))) Cool(c);
    }

    private void StartCase(TwinCase c)
    {
        (int id, int market) = c.Part;
        TwinAccount account = Account(id);
        c.Started = true;
        c.StatusBefore = account.Status;
        c.Borrowed = market == 0 ? account.Loan : 0;
        Tell(id, market, new LiquidationStarted
        {
            Equity = new(EquityOf(c.Part)),
            MaintenanceMargin = new(MaintenanceOf(c.Part)),
            Cash = new(market == 0 ? account.Cash : Position(id, market).IsoMargin),
            Collateral = new(market == 0 ? CollateralOf(account) : 0),
        });
        if (market == 0 && account.Status != AccountStatus.Liquidating) SetStatus(account, AccountStatus.Liquidating);
        foreach (TwinMarket m in _s.Markets.Where(m => market == 0 || m.Id == market).ToList())
        {
            foreach (TwinOrder o in m.Resting.Where(o => o.Account == id && !o.ReduceOnly).OrderBy(o => o.Id).ToList()) Cancel(o, CancelReason.Liquidation);
        }
        LeaveAuctions(id, market);
    }

    private void SetStatus(TwinAccount account, AccountStatus status)
    {
        account.Status = status;
        Tell(account.Id, 0, new AccountStatusChanged { Status = status });
    }

    private void EndCase(TwinCase c, LiquidationEnd end)
    {
        _s.Cases.Remove(c);
        _touchedUntold.Add(c.Part.Account);
        if (!c.Started) return;
        Tell(c.Part.Account, c.Part.Market, new LiquidationEnded { Equity = new(EquityOf(c.Part)), MaintenanceMargin = new(MaintenanceOf(c.Part)), End = end });
        TwinAccount account = Account(c.Part.Account);
        if (c.Part.Market == 0 && account.Status == AccountStatus.Liquidating && c.StatusBefore != AccountStatus.Liquidating) SetStatus(account, c.StatusBefore);
    }

    private void Conclude(TwinCase c)
    {
        TwinPart part = c.Part;
        bool holds = MaintenanceOf(part) > 0;
        if (!holds && EquityOf(part) < 0) PayDebt(c);
        long equity = EquityOf(part), margin = MaintenanceOf(part);
        if (equity < margin && MayBeStepped(part)) Cool(c);
        else EndCase(c, !holds ? LiquidationEnd.Closed : equity < margin ? LiquidationEnd.Suspended : LiquidationEnd.Recovered);
    }

    private bool IsHealthy(TwinPart part) => EquityOf(part) * (Int128)4 >= MaintenanceOf(part) * (Int128)5;

    /// <summary>Largest margin first, until a quarter more than the margin is there. False when lots are left that wait for a better price or a second try.</summary>
    /// <remarks>A bankrupt part goes on in its other markets at once; one without two thirds of its margin as long as all that was asked for was closed.</remarks>
    private bool CloseMarkets(TwinPart part, TwinAuction? auction)
    {
        HashSet<int> gaveUp = [];
        while (!IsHealthy(part) || MaintenanceOf(part) == 0)
        {
            int next = auction is not null ? _s.Orders[auction.Order].Market : MarketsOf(part)
                .Where(m => !gaveUp.Contains(m) && Position(part.Account, m).Size != 0 && RightIn(part, Market(m)) != Right.Nothing && !Spares(part, Market(m)))
                .OrderByDescending(m => Maintenance(Position(part.Account, m), Market(m))).ThenBy(m => m).FirstOrDefault();
            if (next == 0) return true;
            _lastClosed = next;
            bool filled = CloseOne(part, Market(next), auction);
            auction = null;
            if (!filled) gaveUp.Add(next);
            if (Position(part.Account, next).Size == 0) continue;
            if (IsHealthy(part)) return true;
            bool hopeless = IsHopeless(EquityOf(part), MaintenanceOf(part));
            if (EquityOf(part) >= 0 && (!filled || !hopeless)) return false;
        }
        return true;
    }

    /// <summary>The market that a debt is booked to.</summary>
    private int _lastClosed;

    /// <summary>Book, backstop, and with nothing left the other side. False when lots are left over.</summary>
    private bool CloseOne(TwinPart part, TwinMarket market, TwinAuction? auction)
    {
        bool bankrupt = EquityOf(part) < 0, book = RightIn(part, market) == Right.Everything;
        _solventAgain = false;
        Closing plan = Plan(part, market);
        if (auction is not null)
        {
            plan = AskedAnew(auction, plan);
        }
        else if (AsksMakersFor(part, market, plan))
        {
            TwinOrder o = OrderFor(part, market, plan.Asked, plan.Limit);
            _nextEngineIndex++;
            OpenAuction(o, part);
            return false;
        }
        int side = Math.Sign(Position(part.Account, market.Id).Size);
        long left = book ? CloseThroughBook(part, market, plan, auction) : plan.Asked;
        if (bankrupt && left < plan.Asked && EquityOf(part) >= 0)
        {
            // The book has made it solvent: nobody else gives anything up for it.
            _committed = 0;
            _solventAgain = left > 0;
            return left == 0;
        }
        if (bankrupt && left > 0 && left < plan.Asked) plan = FoundAnew(part, market, plan, plan.Asked - left, side);
        if (left > 0) left -= ToBackstop(part, market, plan, left);
        if (left > 0 && bankrupt && book)
        {
            if (EquityOf(part) >= 0)
            {
                // The backstop has: it pays whole ticks, and one of them may be worth more than what was missing.
                _committed = 0;
                _solventAgain = true;
                return false;
            }
            Deleverage(part, market, left, plan.Bankruptcy);
            left = 0;
        }
        if (bankrupt) _committed = Math.Max(0, -EquityOf(part) - Math.Max(0, plan.Missing - plan.Share));
        return left == 0;
    }

    /// <summary>Unless it waits for its collateral to be sold.</summary>
    private void PayDebt(TwinCase c)
    {
        TwinPart part = c.Part;
        TwinAccount account = Account(part.Account);
        TwinPosition? pot = part.Market == 0 ? null : Position(part.Account, part.Market);
        long debt = -(pot?.IsoMargin ?? account.Cash);
        if (pot is null && account.Holdings.Any(h => h.Value.Balance > 0)) return;
        int market = part.Market == 0 ? _lastClosed : part.Market;
        TwinFund own = market == 0 ? new TwinFund() : Market(market).Risk.Fund;
        long fromMarket = Math.Min(debt, own.Money), fromGlobal = Math.Min(debt - fromMarket, _s.Insurance.Money);
        void give(long amount)
        {
            if (pot is null) account.Cash += amount;
            else pot.IsoMargin += amount;
        }
        Draw(own, fromMarket);
        Draw(_s.Insurance, fromGlobal);
        if (fromMarket + fromGlobal > 0)
        {
            give(fromMarket + fromGlobal);
            Tell(part.Account, market, new InsuranceDrawn
            {
                FromMarket = new(fromMarket),
                FromGlobal = new(fromGlobal),
                MarketFund = new(own.Money),
                GlobalFund = new(_s.Insurance.Money),
                Cash = new(account.Cash),
                IsolatedMargin = new(pot?.IsoMargin ?? 0),
            });
        }
        if (pot is null) LendersCarry(account, Math.Min(account.Loan, c.Borrowed));
        long lost = -(pot?.IsoMargin ?? account.Cash);
        if (lost == 0) return;
        TwinFund books = market == 0 ? _s.Insurance : own;
        books.BadDebt -= lost;
        give(lost);
        Tell(part.Account, market, new BadDebtBooked { Amount = new(lost), BadDebt = new(books.BadDebt), Cash = new(account.Cash), IsolatedMargin = new(pot?.IsoMargin ?? 0) });
    }

    /// <summary>A fund's hour begins with the first payment in it.</summary>
    private void Draw(TwinFund fund, long amount)
    {
        long hour = Floor(_now, Hour);
        if (fund.Hour != hour) (fund.Hour, fund.HourBegan, fund.HourDrawn) = (hour, fund.Money, 0);
        fund.Money -= amount;
        fund.HourDrawn += amount;
    }

    private long Spendable(TwinFund fund)
    {
        long inHour = fund.Hour == Floor(_now, Hour) ? fund.HourBegan / 4 - fund.HourDrawn : fund.Money / 4;
        return Math.Max(0, Math.Min(fund.Money / 10, inHour));
    }

    /// <summary>What prices beyond bankruptcy may cost now.</summary>
    private long BudgetOf(TwinMarket market) => Math.Max(0, Spendable(market.Risk.Fund) + Spendable(_s.Insurance) - _committed);

    /// <summary>Income repays bad debt first; the answer is what of it did.</summary>
    private long Income(TwinFund fund, long amount)
    {
        long repaid = Math.Min(amount, -fund.BadDebt);
        fund.BadDebt += repaid;
        fund.Money += amount - repaid;
        return repaid;
    }

    /// <summary>A tenth of what the venue keeps of fees, unless the fund holds a hundredth of open interest.</summary>
    private void ShareFees(TwinMarket market, long kept)
    {
        long share = kept / 10;
        if (LiquidationIsOff || share <= 0 || (Int128)market.Risk.Fund.Money * 100 * Sub >= (Int128)OpenInterest(market) * market.Mark * market.Tv) return;
        Income(market.Risk.Fund, share);
        _s.VenueFees -= share;
    }
}
