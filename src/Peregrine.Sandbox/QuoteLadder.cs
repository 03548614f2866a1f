using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Sandbox;

/// <summary>What a maker wants to quote: a few levels of each side, leaning against his position.</summary>
internal sealed class QuoteLadder(SandboxOptions options, MarketTerms market)
{
    public readonly record struct Quote(Side Side, Ticks Price, Lots Qty);

    /// <summary>The index is in ticks with its fraction; a long maker quotes lower on both sides; shift is the part of a level by which he stands behind another.</summary>
    public IEnumerable<Quote> Quotes(double index, Lots position, double shift)
    {
        var mid = new Ticks((long)index);
        Lots full = market.LotsFor(new Micros(options.PositionDollars * 1_000_000), mid);
        double lean = full.Value == 0 ? 0 : Math.Clamp((double)position.Value / full.Value, -1, 1);
        Lots qty = new(Math.Clamp(market.LotsFor(new Micros(options.QuoteDollars * 1_000_000), mid).Value, market.MinQty.Value, market.MaxQty.Value));
        double center = index * (1 - lean * options.Spread);
        for (int level = 1; level <= options.Levels; level++)
        {
            double distance = index * options.Spread * (level + shift);
            // At his limit he only quotes what brings him back.
            if (lean < 1) yield return new Quote(Side.Buy, new Ticks((long)Math.Floor(center - distance)), qty);
            if (lean > -1) yield return new Quote(Side.Sell, new Ticks((long)Math.Ceiling(center + distance)), qty);
        }
    }
}
