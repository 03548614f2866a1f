using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Sandbox.Agents;

/// <summary>Bets all he has with all the leverage he gets, waits, and is liquidated often enough. Then he brings new money.</summary>
internal sealed class Punter(string name, long dollars, int favourite, int leverage) : Agent(name, dollars)
{
    private const double Stake = 0.8, Least = 0.2, Slippage = 0.004;
    /// <summary>One in so many looks he has had enough of a position.</summary>
    private const int Patience = 80;
    private bool _isSet;

    public override TimeSpan Pace => TimeSpan.FromSeconds(12);

    public override async ValueTask Act(Desk desk, CancellationToken stop)
    {
        MarketTerms market = desk.Markets[favourite % desk.Markets.Count];
        if (desk.Position(market).Value != 0)
        {
            if (desk.Dice.Next(Patience) == 0) await desk.Close(market, stop).ConfigureAwait(false);
            return;
        }
        int most = Math.Min(leverage, market.MaxLeverage);
        if (!_isSet) _isSet = await desk.Leverage(market, most, stop).ConfigureAwait(false);
        double equity = await desk.Equity(stop).ConfigureAwait(false);
        if (!_isSet || equity < Dollars * Least) return;
        await desk.Hit(market, desk.Dice.Next(2) == 0 ? Side.Buy : Side.Sell, equity * most * Stake, Slippage, stop).ConfigureAwait(false);
    }
}
