using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Sandbox.Agents;

/// <summary>Comes rarely, and takes more than there is near the price; asks makers for a better one where a market lets him.</summary>
internal sealed class Whale(string name, long dollars) : Agent(name, dollars)
{
    private const double Slippage = 0.01;

    public override TimeSpan Pace => TimeSpan.FromMinutes(4);

    public override async ValueTask Act(Desk desk, CancellationToken stop)
    {
        MarketTerms market = desk.Markets[desk.Dice.Next(Math.Min(3, desk.Markets.Count))];
        double held = desk.Exposure(market), size = Dollars * (0.1 + 0.25 * desk.Dice.NextDouble());
        bool leaves = Math.Abs(held) > Dollars * 0.2 || (held != 0 && desk.Dice.Next(2) == 0);
        Side side = leaves ? (held > 0 ? Side.Sell : Side.Buy) : desk.Dice.Next(2) == 0 ? Side.Buy : Side.Sell;
        await desk.Hit(market, side, leaves ? Math.Abs(held) : size, Slippage, stop, reduces: leaves, asksMakers: true).ConfigureAwait(false);
    }
}
