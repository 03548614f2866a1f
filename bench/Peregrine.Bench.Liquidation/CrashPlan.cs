using Peregrine.Core;
using Peregrine.Twin;

namespace Peregrine.Bench.Liquidation;

/// <summary>A seeded crash: who holds what, how deep the book is, how far the price falls and how much of it comes back.</summary>
internal sealed class CrashPlan
{
    public const int Maker = 1, Backstop = 2, FirstTrader = 3;
    public const long Base = 600_000;
    /// <summary>A lot is a thousandth of a coin, a tick a dime: µ per tick and lot.</summary>
    public const long TickLotValue = 100;
    private const int Longs = 16, Shorts = 6, Hedgers = 5;
    private const int BackSteps = 10;
    private static readonly IReadOnlyList<TwinTier> Tiers = Formulas.Tiers(WideMarket.Tiers);

    private readonly Rng _rng;

    /// <summary>A trade of the time before: the long buys of the seller at that price.</summary>
    public sealed record Opening(Trader Buyer, Trader Seller, long Lots, long Price);

    public CrashPlan(ulong seed)
    {
        _rng = new Rng(seed);
        DropPermille = 20 + 380 * _rng.Of(0, 1000) * _rng.Of(0, 1000) / 1_000_000;
        ReboundPermille = _rng.Pick(0, 300, 600);
        DepthPpm = _rng.Pick(2_000, 10_000, 50_000, 200_000);
        InsurancePpm = _rng.Pick(0, 2_000, 10_000, 30_000);
        BackstopPpm = _rng.Pick(0, 0, 10_000, 30_000);
        AddTraders();
        Open();
        Interest = Traders.Where(t => t.Role == Role.Long).Sum(t => t.Lots);
        Path = Fall();
    }

    public int DropPermille { get; }
    public int ReboundPermille { get; }

    /// <summary>Lots on each side of the book at each step, in millionths of open interest.</summary>
    public int DepthPpm { get; }

    /// <summary>What the market's fund holds, in millionths of open interest's value.</summary>
    public int InsurancePpm { get; }

    /// <summary>The most the backstop may hold, in millionths of open interest's value; 0 when there is none.</summary>
    public int BackstopPpm { get; }

    public List<Trader> Traders { get; } = [];
    public List<Opening> Openings { get; } = [];

    /// <summary>Lots open when the crash begins.</summary>
    public long Interest { get; }

    /// <summary>The backstop's money, and the most that it may hold.</summary>
    public long BackstopMoney => Math.Max(1, (long)((Int128)InterestValue * BackstopPpm / 1_000_000));

    public long InterestValue => Interest * Base * TickLotValue;

    /// <summary>Marks in ticks, one a second, of the market and of the other one.</summary>
    public IReadOnlyList<(long Mark, long Other)> Path { get; }

    /// <summary>What it takes to hold the position at its leverage and at the margin table's, with a little for fees and for prices before the crash.</summary>
    public static long MoneyOf(Trader trader)
    {
        long sides = trader.Role == Role.Hedger ? 2 : 1;
        long margin = Formulas.InitialMargin(Tiers, trader.Notional, trader.Leverage) * sides;
        // Who sold nothing stands by with a dollar.
        return margin + trader.Notional / 50 * sides + 1_000_000;
    }

    private void AddTraders()
    {
        int id = FirstTrader;
        for (int i = 0; i < Longs; i++) Traders.Add(new Trader(id++, Role.Long, _rng.Chance(600) ? MarginMode.Isolated : MarginMode.Cross, _rng.Pick(3, 5, 10, 20, 30)));
        for (int i = 0; i < Shorts; i++) Traders.Add(new Trader(id++, Role.Short, MarginMode.Cross, _rng.Pick(2, 5, 10, 20)));
        for (int i = 0; i < Hedgers; i++) Traders.Add(new Trader(id++, Role.Hedger, MarginMode.Cross, _rng.Pick(5, 10, 15)));
    }

    /// <summary>Many small positions and a few large ones, opened while the price moved a little.</summary>
    private void Open()
    {
        Trader[] sellers = [.. Traders.Where(t => t.Role != Role.Long)];
        foreach (Trader buyer in Traders.Where(t => t.Role == Role.Long))
        {
            long lots = _rng.Pick(50L, 200, 1_000, 5_000, 20_000) + _rng.Of(0L, 100);
            foreach (long part in (ReadOnlySpan<long>)[lots / 2, lots - lots / 2])
            {
                Trader seller = sellers[_rng.Of(0, sellers.Length - 1)];
                long price = Base + Base * _rng.Of(-40, 40) / 10_000;
                Openings.Add(new Opening(buyer, seller, part, price));
                foreach (Trader side in (ReadOnlySpan<Trader>)[buyer, seller])
                {
                    side.Lots += part;
                    side.Notional += part * price * TickLotValue;
                }
            }
        }
    }

    private List<(long Mark, long Other)> Fall()
    {
        List<(long, long)> path = [];
        int steps = _rng.Pick(2, 8, 25);
        long bottom = Base - Base * DropPermille / 1000, end = bottom + (Base - bottom) * ReboundPermille / 1000;
        for (int i = 1; i <= steps; i++) path.Add(Noisy(Base + (bottom - Base) * i / steps));
        for (int i = 1; i <= BackSteps; i++) path.Add(Noisy(bottom + (end - bottom) * i / BackSteps));
        return path;
    }

    private (long Mark, long Other) Noisy(long price)
    {
        long mark = price + price * _rng.Of(-15, 15) / 10_000;
        return (mark, mark + mark * _rng.Of(-10, 10) / 10_000);
    }
}
