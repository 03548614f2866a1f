using Peregrine.Core;
using static Peregrine.Twin.Exact;

namespace Peregrine.Twin;

/// <summary>An account's cross positions with its cash and collateral, or one isolated pot: what is tested and liquidated on its own.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Market">Of the pot; 0 for the cross part.</param>
public readonly record struct TwinPart(int Account, int Market);

/// <summary>A liquidation that waits for its turn, or cools down until <see cref="DueNs"/>.</summary>
public sealed class TwinCase
{
    public TwinPart Part;
    public long DueNs;
    public long LastSeq;
    public bool Started;
    public AccountStatus StatusBefore;
    /// <summary>What the account had borrowed when this began and its collateral has not paid back.</summary>
    public long Borrowed;
    public TwinCase Copy() => (TwinCase)MemberwiseClone();
}

/// <summary>One insurance fund with what it has paid within the hour, and the losses that it could not pay.</summary>
public sealed class TwinFund
{
    public long Money;
    public long BadDebt;
    public long Hour;
    public long HourBegan;
    public long HourDrawn;
    public TwinFund Copy() => (TwinFund)MemberwiseClone();
}

/// <summary>How far prices alone let liquidation go on: not at all, with who is bankrupt at mark and at the price that is held back, or with everybody.</summary>
public enum PriceGate
{
    Closed,
    Held,
    Open,
}

/// <summary>What a market has beyond its book and its prices: terms of liquidation, insurance, backstop, and how far its prices are trusted.</summary>
public sealed class TwinRisk
{
    public SetLiquidation Terms;
    public SetBackstop Backstop;
    public TwinFund Fund = new();
    public long IntakeHour;
    public long HourIntake;
    public long Traded;
    public long MinuteBegan;
    public long Minute;
    /// <summary>Not 0 while prices are not trusted again: since when they are fresh.</summary>
    public long FreshFromNs;
    public int FreshUpdates;
    public bool Distrusted;
    public bool WasHalted;
    public long OpenedNs;
    public long LockoutIndex;
    /// <summary>What the last price found: how far prices alone let liquidation go on.</summary>
    public PriceGate ByPrice = PriceGate.Open;

    public TwinRisk Copy()
    {
        var copy = (TwinRisk)MemberwiseClone();
        copy.Fund = Fund.Copy();
        return copy;
    }
}

/// <summary>Who lacks margin: every part that the command touched or one of its prices moved, each time anew.</summary>
public sealed partial class TwinEngine
{
    private const long LiquidationCooldown = 2 * Second;
    private const long TrustAfter = 5 * Second;
    private const int TrustUpdates = 3;
    private const long CalmAfterHalt = 60 * Second;
    private static readonly int[] WarningLines = [1050, 1200, 1500];

    /// <summary>Markets and assets whose prices or state this command changed.</summary>
    private readonly SortedSet<int> _movedMarkets = [];
    private readonly SortedSet<int> _movedAssets = [];

    private bool LiquidationIsOff => _s.Capacities.LiquidationOff == 1;

    private IEnumerable<int> MarketsOf(TwinPart part) => part.Market != 0
        ? [part.Market]
        : Account(part.Account).Positions.Where(p => !p.Value.Isolated && p.Value.Size != 0).Select(p => p.Key).ToList();

    private long EquityOf(TwinPart part)
    {
        if (part.Market == 0) return Equity(part.Account, Level.Maint);
        TwinPosition p = Position(part.Account, part.Market);
        return p.IsoMargin + Unrealised(p, Market(part.Market));
    }

    private long MaintenanceOf(TwinPart part) =>
        part.Market == 0 ? CrossMaintenance(part.Account) : Maintenance(Position(part.Account, part.Market), Market(part.Market));

    private IEnumerable<TwinPart> PartsOf(TwinAccount account)
    {
        yield return new TwinPart(account.Id, 0);
        foreach ((int market, TwinPosition p) in account.Positions.ToList())
        {
            if (p.Isolated && p.Size != 0) yield return new TwinPart(account.Id, market);
        }
    }

    private static bool Touches(EventKind kind) =>
        kind is EventKind.PositionChanged or EventKind.BalanceChanged or EventKind.MarginMoved or EventKind.FundingPaid or EventKind.InterestPaid or EventKind.TriggerArmed
            or EventKind.InsuranceDrawn or EventKind.BadDebtBooked;

    /// <summary>Warnings, and cases for who is below the margin and may be liquidated.</summary>
    private void TestEverybody()
    {
        // What came before the last test was seen by it: what prices did since is theirs alone.
        HashSet<int> touched = [.. _events.Skip(_eventsTested).Where(e => Touches(e.Kind)).Select(e => e.Account), .. _touchedUntold];
        _eventsTested = _events.Count;
        _touchedUntold.Clear();
        foreach (TwinAccount account in _s.Accounts)
        {
            bool own = touched.Contains(account.Id);
            foreach (TwinPosition flat in account.Positions.Values.Where(p => p.Size == 0)) flat.Warned = 0;
            foreach (TwinPart part in PartsOf(account).ToList())
            {
                bool moved = MarketsOf(part).Any(_movedMarkets.Contains)
                    || (part.Market == 0 && account.Holdings.Any(h => h.Value.Counted != 0 && _movedAssets.Contains(h.Key)));
                if (own || moved) Test(part, own);
            }
        }
    }

    private void Test(TwinPart part, bool own)
    {
        long equity = EquityOf(part), margin = MaintenanceOf(part);
        Warn(part, equity, margin, own);
        if (equity >= margin) return;
        if (_s.Cases.Find(c => c.Part == part) is not { } known)
        {
            if (MayBeStepped(part)) _s.Cases.Add(new TwinCase { Part = part });
            return;
        }
        if (known.DueNs == 0 || known.LastSeq == _seq || 3 * (Int128)equity >= 2 * (Int128)margin) return;
        PutLast(known, 0);
    }

    private void Warn(TwinPart part, long equity, long margin, bool own)
    {
        int line = WarningLines.FirstOrDefault(l => (Int128)equity * 1000 < (Int128)margin * l);
        int told = WarnedOf(part);
        bool lower = line != 0 && (told == 0 || line < told);
        if (lower) Tell(part.Account, part.Market, new MarginWarning { Equity = new(equity), MaintenanceMargin = new(margin), LinePermille = line });
        if (lower || own) SetWarned(part, line);
    }

    private int WarnedOf(TwinPart part) => part.Market == 0 ? Account(part.Account).Warned : Position(part.Account, part.Market).Warned;

    private void SetWarned(TwinPart part, int line)
    {
        if (part.Market == 0) Account(part.Account).Warned = line;
        else Position(part.Account, part.Market).Warned = line;
    }

    /// <summary>What the market's state and prices allow of a part: nothing, only the backstop, or everything.</summary>
    private enum Right
    {
        Nothing,
        BackstopOnly,
        Everything,
    }

    private Right RightIn(TwinPart part, TwinMarket market)
    {
        if (market.Risk.ByPrice == PriceGate.Closed) return Right.Nothing;
        if (market.Risk.ByPrice == PriceGate.Held && !IsBankruptEitherWay(part, market)) return Right.Nothing;
        return market.State switch
        {
            MarketState.Open or MarketState.ReduceOnly => Right.Everything,
            MarketState.Auction => EquityOf(part) < 0 ? Right.BackstopOnly : Right.Nothing,
            _ => Right.Nothing,
        };
    }

    /// <summary>At mark, and at the price that waits for confirmation.</summary>
    private bool IsBankruptEitherWay(TwinPart part, TwinMarket market)
    {
        long equity = EquityOf(part), size = Position(part.Account, market.Id).Size, held = market.Feed!.Candidate;
        long there = equity + Formulas.PositionValue(size, held, market.Tv) - Formulas.PositionValue(size, market.Mark, market.Tv);
        return equity < 0 && there < 0;
    }

    private bool MayBeStepped(TwinPart part)
    {
        List<int> markets = [.. MarketsOf(part)];
        return markets.Count == 0 || markets.Exists(m => RightIn(part, Market(m)) != Right.Nothing && !Spares(part, Market(m)));
    }

    /// <summary>A new price: fresh ones are trusted again after three updates and five seconds, and a minute after a halt; while a step is held back only the ruined are touched.</summary>
    private void Trust(TwinMarket market, bool accepted, bool moves = true)
    {
        TwinRisk risk = market.Risk;
        if (moves) _movedMarkets.Add(market.Id);
        if (market.Prices != PriceState.Fresh)
        {
            (risk.Distrusted, risk.FreshUpdates) = (true, 0);
        }
        else if (risk.Distrusted)
        {
            if (accepted && risk.FreshUpdates++ == 0) risk.FreshFromNs = _now;
            if (risk.FreshUpdates >= TrustUpdates && _now - risk.FreshFromNs >= TrustAfter) risk.Distrusted = false;
        }
        bool calm = risk.OpenedNs == 0 || _now - risk.OpenedNs >= CalmAfterHalt;
        bool held = market.Prices == PriceState.Suspect && market.Feed is { Held.Count: > 0 };
        risk.ByPrice = !calm ? PriceGate.Closed
            : market.Prices == PriceState.Fresh && !risk.Distrusted ? PriceGate.Open
            : held ? PriceGate.Held
            : PriceGate.Closed;
    }

    private void TrustState(TwinMarket market)
    {
        TwinRisk risk = market.Risk;
        _movedMarkets.Add(market.Id);
        if (market.State == MarketState.Halted) risk.WasHalted = true;
        if (!Matches(market.State) || !risk.WasHalted) return;
        (risk.WasHalted, risk.OpenedNs, risk.ByPrice) = (false, _now, PriceGate.Closed);
    }
}
