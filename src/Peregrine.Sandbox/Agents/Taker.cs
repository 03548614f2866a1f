using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Sandbox.Agents;

/// <summary>Trades now and then for reasons of his own: mostly a little, sometimes more, in one direction for a while.</summary>
internal sealed class Taker(string name, long dollars, TimeSpan pace) : Agent(name, dollars)
{
    private const double UsualDollars = 400, MostDollars = 8_000, Slippage = 0.003;
    private readonly Dictionary<MarketTerms, Side> _moods = [];

    public override TimeSpan Pace => pace;

    public override async ValueTask Act(Desk desk, CancellationToken stop)
    {
        // The first markets are the largest, and draw the most.
        MarketTerms market = desk.Markets[(int)(desk.Markets.Count * Math.Pow(desk.Dice.NextDouble(), 1.6))];
        if (!_moods.TryGetValue(market, out Side mood) || desk.Dice.Next(6) == 0) _moods[market] = mood = desk.Dice.Next(2) == 0 ? Side.Buy : Side.Sell;
        double size = Math.Min(MostDollars, UsualDollars * Math.Exp(1.1 * Normal(desk.Dice))), held = desk.Exposure(market);
        // Nobody collects without end: with a tenth of his money in a market he goes the other way.
        if (Math.Abs(held) > Dollars * 0.1) mood = held > 0 ? Side.Sell : Side.Buy;
        await desk.Hit(market, mood, size, Slippage, stop).ConfigureAwait(false);
    }

    private static double Normal(Random dice) => Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());
}
