using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Sandbox.Agents;

/// <summary>Buys what has risen and sells what has fallen, by a quick average against a slow one.</summary>
internal sealed class TrendFollower(string name, long dollars) : Agent(name, dollars)
{
    private const double Quick = 0.15, Slow = 0.02, Signal = 0.0006, Share = 0.25, Slippage = 0.003;
    private readonly Dictionary<MarketTerms, (double Quick, double Slow)> _averages = [];

    public override TimeSpan Pace => TimeSpan.FromSeconds(4);

    public override async ValueTask Act(Desk desk, CancellationToken stop)
    {
        foreach (MarketTerms market in desk.Markets)
        {
            double index = desk.Tape.Index(market);
            if (index < 1) continue;
            (double quick, double slow) = _averages.GetValueOrDefault(market, (index, index));
            _averages[market] = (quick, slow) = (quick + Quick * (index - quick), slow + Slow * (index - slow));
            double trend = quick / slow - 1, target = Math.Abs(trend) < Signal ? 0 : Math.Sign(trend) * Dollars * Share;
            double missing = target - desk.Exposure(market);
            if (Math.Abs(missing) < Dollars * Share / 2) continue;
            await desk.Hit(market, missing > 0 ? Side.Buy : Side.Sell, Math.Min(Math.Abs(missing), Dollars * Share / 3), Slippage, stop).ConfigureAwait(false);
        }
    }
}
