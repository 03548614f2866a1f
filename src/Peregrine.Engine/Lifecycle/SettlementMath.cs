using Peregrine.Core;

namespace Peregrine.Engine.Lifecycle;

/// <summary>The sums of a final settlement (domain §13.4). Pure.</summary>
internal static class SettlementMath
{
    /// <summary>Samples of a full average, one a second.</summary>
    public const long SamplesMax = 600;
    private const int AveragesMin = 3;

    /// <summary>Half a bucket says nothing: 0.</summary>
    public static Subticks Average(Int128 sum, long samples) =>
        samples * 2 < SamplesMax ? default : new(Rounding.Floor(sum, samples));

    /// <summary>The median of the averages that exist, down to a tick; false when fewer than three do.</summary>
    public static bool TryPrice(ReadOnlySpan<Subticks> averages, out Ticks price)
    {
        Span<long> known = stackalloc long[averages.Length];
        int count = 0;
        foreach (Subticks average in averages)
        {
            if (average.Value != 0) known[count++] = average.Value;
        }
        price = default;
        if (count < AveragesMin) return false;
        known = known[..count];
        known.Sort();
        long upper = known[count / 2];
        long lower = known[(count - 1) / 2];
        price = Floor(new(Rounding.Floor((Int128)lower + upper, 2)));
        return true;
    }

    /// <summary>A whole tick, and never none: nobody closes for nothing.</summary>
    public static Ticks Floor(Subticks price) => new(Math.Max(1, price.Value / Subticks.PerTick));

    /// <summary>What a winner gives: ⌈profit · D' / Σ profits⌉, at most what it won.</summary>
    public static Micros ShareOf(Micros profit, Micros haircut, Micros profits)
    {
        if (profit.Value <= 0 || haircut.Value <= 0) return Micros.Zero;
        return Micros.Min(profit, new(Rounding.MulDivCeil(profit.Value, haircut.Value, profits.Value)));
    }
}
