using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Sandbox.Agents;

/// <summary>What a maker wants to quote in a market: levels on a fixed grid around the index, leaning against his position.</summary>
/// <remarks>The grid stays where it is while the index moves over it, so that a move of one step changes two quotes a side and not all of them.</remarks>
internal sealed class QuoteLadder(LadderTerms terms, MarketTerms market)
{
    /// <summary>The grid changes when the price has changed by so much.</summary>
    private const double Regrid = 1.25;
    /// <summary>How much larger each quote is than the one before it, as a share of the first.</summary>
    private const double Growth = 0.35;
    /// <summary>Steps by which a maker with all he can carry moves both sides.</summary>
    private const double LeanSteps = 3;

    public readonly record struct Quote(Side Side, Ticks Price, Lots Qty);

    /// <summary>Ticks between two quotes at this price.</summary>
    public long Step(double index)
    {
        double rounded = Math.Pow(Regrid, Math.Round(Math.Log(index) / Math.Log(Regrid)));
        return Math.Max(1, (long)Math.Round(rounded * terms.StepShare));
    }

    /// <param name="index">In ticks with its fraction.</param>
    /// <param name="exposure">Dollars held, negative when short.</param>
    /// <param name="nerves">Steps by which he keeps away from the index on both sides, beyond the usual one; and he quotes as much less.</param>
    public IEnumerable<Quote> Quotes(double index, double exposure, int nerves)
    {
        long step = Step(index), phase = (long)(terms.Phase * step);
        double lean = Math.Clamp(exposure / terms.FullDollars, -1, 1);
        double center = index - lean * LeanSteps * step;
        long bid = (long)Math.Floor((center - phase) / step - 0.5 - nerves), ask = (long)Math.Ceiling((center - phase) / step + 0.5 + nerves);
        for (int level = 0; level < terms.Levels; level++)
        {
            double dollars = terms.NearDollars * (1 + Growth * level) / (1 + nerves);
            if (lean < 1 && At(Side.Buy, (bid - level) * step + phase, dollars) is { } buy) yield return buy;
            if (lean > -1 && At(Side.Sell, (ask + level) * step + phase, dollars) is { } sell) yield return sell;
        }
    }

    private Quote? At(Side side, long price, double dollars)
    {
        if (price <= 0 || price > market.MaxPrice.Value) return null;
        long lots = market.LotsFor(new Micros((long)(dollars * Taste(price) * Desk.Usd)), new Ticks(price)).Value;
        return new Quote(side, new Ticks(price), new Lots(Math.Clamp(lots, market.MinQty.Value, market.MaxQty.Value)));
    }

    // Sizes differ from level to level, and are the same whenever a level is quoted again.
    private static double Taste(long price) => 0.7 + Hash64.SplitMix((ulong)price) % 1024 / 1024.0 * 0.6;
}
