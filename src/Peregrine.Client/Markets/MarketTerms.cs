using System.Text;
using Peregrine.Client.Json;
using Peregrine.Core;

namespace Peregrine.Client.Markets;

/// <summary>What a market trades on: its grids and bounds. Prices and quantities are counted in its steps, as in the engine.</summary>
public sealed class MarketTerms
{
    public MarketTerms(string name, int id, Grid tick, Grid lot)
    {
        (Name, Id, Tick, Lot) = (name, (ushort)id, tick, lot);
        Utf8 = Encoding.ASCII.GetBytes(name);
    }

    public string Name { get; }

    /// <summary>Its number in binary frames.</summary>
    public ushort Id { get; }

    public Grid Tick { get; }

    public Grid Lot { get; }

    public MarketState State { get; init; }

    public Ticks MaxPrice { get; init; }

    public Lots MinQty { get; init; }

    public Lots MaxQty { get; init; }

    public Micros MinNotional { get; init; }

    public int MaxLeverage { get; init; }

    public int MaxOpenOrders { get; init; }

    internal byte[] Utf8 { get; }

    /// <summary>What one tick times one lot is worth, in 10⁻²⁴ of the quote.</summary>
    private Int128 Step => (Int128)Tick.UnitE12 * Lot.UnitE12;

    /// <summary>The price a decimal names; an exception when it is none of this market's.</summary>
    public Ticks Price(string text) => new(Parse(Tick, text));

    public Lots Qty(string text) => new(Parse(Lot, text));

    public string Text(Ticks price) => Tick.Text(price.Value);

    public string Text(Lots qty) => Lot.Text(qty.Value);

    /// <summary>Price × quantity in millionths of a dollar, rounded toward zero.</summary>
    public Micros Notional(Ticks price, Lots qty) => new((long)((Int128)price.Value * qty.Value * (Step / 1_000_000_000_000) / 1_000_000));

    /// <summary>The most lots that so much money buys at a price.</summary>
    public Lots LotsFor(Micros money, Ticks price) =>
        price.Value <= 0 ? default : new((long)((Int128)money.Value * 1_000_000 / (price.Value * (Step / 1_000_000_000_000))));

    public override string ToString() => Name;

    private long Parse(Grid grid, string text) =>
        grid.TryParse(Encoding.UTF8.GetBytes(text), out long count) ? count : throw new FormatException($"'{text}' is no multiple of {grid.Text(1)}, the step of {Name}.");
}
