using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Liquidation;

/// <summary>Equity and margin of one part of an account, cross or a pot, and how far prices may move before the one meets the other.</summary>
internal struct RiskFigures
{
    // Roundings of one position's equity and margin stay below this many micro-dollars (domain §10.1).
    private const int RoundingPerPart = 5;

    /// <summary>E: E_maint, or pot and paper profit.</summary>
    public Micros Equity;
    public Micros MaintenanceMargin;
    /// <summary>Σ N of positions, and the maintenance value of collateral.</summary>
    public Int128 Notional;
    public Int128 Collateral;
    /// <summary>Σ N · mmr_top over shorts, times R: their margin grows when they lose.</summary>
    public Int128 ShortGrowth;
    /// <summary>Positions and collateral assets; a position whose margin moves between tables counts twice.</summary>
    public int Parts;

    public readonly bool IsFailing => Equity < MaintenanceMargin;

    public readonly bool IsBankrupt => Equity < Micros.Zero;

    /// <summary>3·E &lt; 2·MM: nothing but the whole position helps.</summary>
    public readonly bool IsHopeless => (Int128)3 * Equity.Value < (Int128)2 * MaintenanceMargin.Value;

    /// <summary>E ≥ β·MM with β = 1.25.</summary>
    public readonly bool IsHealthy => (Int128)4 * Equity.Value >= (Int128)5 * MaintenanceMargin.Value;

    public void Add(in Position position, Market market)
    {
        Equity += market.ValueOf(position.Size, out Micros notional) - position.Cost;
        MaintenanceMargin += market.MaintenanceMargin(notional);
        Notional += notional.Value;
        if (position.Size.Value < 0) ShortGrowth += Rounding.Product(notional.Value, market.TopMmrPpb);
        // A margin between two tables is rounded three times.
        Parts += market.Ramp.IsOn ? 2 : 1;
    }

    public void AddCollateral(Micros value)
    {
        Equity += value;
        Collateral += value.Value;
        Parts++;
    }

    /// <summary>H and W, small enough to be multiplied with a price; what that drops makes thresholds nearer, never farther.</summary>
    public readonly void Bounds(int line, out Int128 room, out Int128 weight)
    {
        (room, weight) = (Room(line), Weight(line));
        while (weight >= (Int128)1 << 62) (room, weight) = (room >> 1, (weight + 1) >> 1);
    }

    /// <summary>H: what can be lost before the line is met.</summary>
    public readonly long Room(int line) => Equity.Value - RiskLines.At(line, MaintenanceMargin).Value - RoundingPerPart * Parts;

    /// <summary>W: what is lost when every price moves by its whole against the account.</summary>
    public readonly Int128 Weight(int line)
    {
        Int128 scale = (Int128)1000 * Ppb.One;
        return Notional + Collateral + (ShortGrowth * RiskLines.Permille(line) + (scale - 1)) / scale;
    }
}
