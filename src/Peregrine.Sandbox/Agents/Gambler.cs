using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Sandbox.Agents;

/// <summary>Believes in one direction of one market, and collects as much of it as his money carries: more than its book holds when everybody wants out.</summary>
internal sealed class Gambler(string name, long dollars, int favourite, int leverage, Side side) : Agent(name, dollars)
{
    private const double Stake = 0.75, Slippage = 0.002, Bite = 0.2;
    private bool _isSet;

    public override TimeSpan Pace => TimeSpan.FromSeconds(10);

    public override async ValueTask Act(Desk desk, CancellationToken stop)
    {
        MarketTerms market = desk.Markets[favourite % desk.Markets.Count];
        int most = Math.Min(leverage, market.MaxLeverage);
        if (!_isSet) _isSet = await desk.Leverage(market, most, stop).ConfigureAwait(false);
        if (!_isSet) return;
        double wanted = await desk.Equity(stop).ConfigureAwait(false) * most * Stake, missing = wanted - Math.Abs(desk.Exposure(market));
        // What he wins he bets as well; of what he loses he gives nothing back before he must.
        if (missing > wanted * Bite / 2) await desk.Hit(market, side, Math.Min(missing, wanted * Bite), Slippage, stop).ConfigureAwait(false);
    }
}
