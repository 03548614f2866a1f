using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Orders;

/// <summary>How far from mark an order may be entered, may trade, and where a market order's limit lies.</summary>
internal static class PriceBounds
{
    private const int DefaultSlipPpb = 5_000_000;

    /// <summary>The best limit the entry band allows: a buy may not be above it, a sell not below.</summary>
    public static Ticks Band(Market market, Side side) => side == Side.Buy ? market.BuyBand : market.SellBand;

    /// <summary>The last price at which a taker may trade.</summary>
    public static Ticks Range(Market market, Side side) => side == Side.Buy ? market.BuyRange : market.SellRange;

    public static bool IsBeyond(Side side, Ticks price, Ticks bound) => side == Side.Buy ? price > bound : price < bound;

    public static Ticks Tighter(Side side, Ticks a, Ticks b) => side == Side.Buy ? Ticks.Min(a, b) : Ticks.Max(a, b);

    /// <summary>The limit of a market order: slippage from the worse of mark and touch, clamped to band and range.</summary>
    public static Ticks MarketLimit(Market market, Side side, int slipPpb)
    {
        Subticks from = market.Mark;
        if (market.Book.HasSide(side.Opposite()))
        {
            Subticks touch = new(market.Book.BestPrice(side.Opposite()).Value * Subticks.PerTick);
            from = side == Side.Buy ? Subticks.Max(from, touch) : Subticks.Min(from, touch);
        }
        return Within(market, side, from, slipPpb);
    }

    /// <summary>A limit this far from a price, within band, range and the market's prices. No slippage named is the usual one.</summary>
    public static Ticks Within(Market market, Side side, Subticks from, int slipPpb)
    {
        int slip = slipPpb == 0 ? Math.Min(DefaultSlipPpb, market.Terms.SlipMaxPpb) : slipPpb;
        Ticks limit = side == Side.Buy ? Above(from, slip) : Below(from, slip);
        limit = Tighter(side, limit, Tighter(side, Band(market, side), Range(market, side)));
        return Ticks.Max(new(1), Ticks.Min(limit, market.Terms.PriceMax));
    }

    // ⌊price · (R + rate) / (R · SUB)⌋
    public static Ticks Above(Subticks price, int ratePpb) =>
        new(Rounding.Floor((Int128)price.Value * (Ppb.One + ratePpb), (Int128)Ppb.One * Subticks.PerTick));

    // ⌈price · (R − rate) / (R · SUB)⌉
    public static Ticks Below(Subticks price, int ratePpb) =>
        new(Rounding.Ceil((Int128)price.Value * (Ppb.One - ratePpb), (Int128)Ppb.One * Subticks.PerTick));
}
