using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Sandbox.Agents;

/// <summary>Who lives in a sandbox, in the order in which they come in: makers first, so that the others find a book.</summary>
internal static class Cast
{
    /// <summary>Markets of more leverage are those in which one quotes more closely.</summary>
    private static readonly (int Leverage, double Step, double Dollars)[] Styles = [(100, 0.00012, 4_000), (50, 0.0002, 2_500), (1, 0.0005, 900)];

    /// <summary>A maker carries so many times his first quote in a market: more than any gambler collects, so that books keep two sides.</summary>
    private const double FullQuotes = 120;

    public static IReadOnlyList<Agent> Of() =>
    [
        new Maker("first-maker", 1_000_000, static market => Style(market, 18, 1, 0, 1)),
        new Maker("second-maker", 1_000_000, static market => Style(market, 15, 1.5, 0.5, 1.6)),
        new Taker("first-taker", 60_000, TimeSpan.FromSeconds(0.6)),
        new Taker("second-taker", 60_000, TimeSpan.FromSeconds(1.1)),
        new Arbitrageur("arbitrageur", 200_000),
        new Punter("punter-1", 800, 0, 100),
        new Punter("punter-2", 1_500, 1, 100),
        new TrendFollower("trend-follower", 100_000),
        new Punter("punter-3", 2_500, 2, 50),
        new Punter("punter-4", 400, 0, 50),
        new Punter("punter-5", 1_000, 1, 75),
        new Gambler("bull-1", 12_000, 0, 50, Side.Buy),
        new Gambler("bear-1", 12_000, 0, 50, Side.Sell),
        new Gambler("bull-2", 15_000, 2, 25, Side.Buy),
        new Gambler("bear-2", 15_000, 2, 25, Side.Sell),
        new Whale("whale", 500_000),
        new Punter("punter-6", 700, 5, 10),
    ];

    private static LadderTerms Style(MarketTerms market, int levels, double width, double phase, double size)
    {
        (_, double step, double dollars) = Styles.First(s => market.MaxLeverage >= s.Leverage);
        return new LadderTerms(levels, step * width, phase, dollars * size, dollars * FullQuotes);
    }
}
