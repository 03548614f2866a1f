using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Sandbox.Agents;

/// <summary>Takes what is offered too far from the index, which is what keeps mark beside it, and gives it back when it is worth the index again.</summary>
internal sealed class Arbitrageur(string name, long dollars) : Agent(name, dollars)
{
    /// <summary>Beyond a taker's fee of 0.045 %.</summary>
    private const double Edge = 0.0008;
    private const double Bite = 15_000, Slippage = 0.001;

    public override TimeSpan Pace => TimeSpan.FromSeconds(1.5);

    public override async ValueTask Act(Desk desk, CancellationToken stop)
    {
        foreach (MarketTerms market in desk.Markets)
        {
            double index = desk.Tape.Index(market), held = desk.Exposure(market);
            (Ticks bid, Ticks ask) = desk.Tape.Touch(market);
            if (index < 1) continue;
            bool mayBuy = held < Dollars * 0.3, maySell = held > -Dollars * 0.3;
            if (mayBuy && ask.Value > 0 && ask.Value < index * (1 - Edge)) await desk.Take(market, Side.Buy, Bite, new Ticks((long)(index * (1 - Edge / 2))), stop).ConfigureAwait(false);
            else if (maySell && bid.Value > index * (1 + Edge)) await desk.Take(market, Side.Sell, Bite, new Ticks((long)(index * (1 + Edge / 2))), stop).ConfigureAwait(false);
            else if (Math.Abs(held) > Bite && desk.Dice.Next(12) == 0) await desk.Hit(market, held > 0 ? Side.Sell : Side.Buy, Bite, Slippage, stop, reduces: true).ConfigureAwait(false);
        }
    }
}
