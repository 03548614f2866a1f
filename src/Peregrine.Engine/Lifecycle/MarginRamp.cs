using Peregrine.Core;
using Peregrine.Engine.State;

namespace Peregrine.Engine.Lifecycle;

/// <summary>A new margin table on its way to open positions: 24 equal hourly steps from what the old one asked (domain §13.5).</summary>
/// <remarks>Between amounts and not between rates, because the tables may differ in shape.</remarks>
internal sealed class MarginRamp
{
    public const int Steps = 24;

    private readonly MarginTier[] _before = new MarginTier[Market.TiersMax];
    private int _count;

    /// <summary>Steps taken: at 0 the old table still asks alone.</summary>
    public int Step { get; private set; }

    public bool IsOn => _count != 0;

    /// <summary>The old table; empty while none is left behind.</summary>
    public ReadOnlySpan<MarginTier> Before => _before.AsSpan(0, _count);

    public void Begin(ReadOnlySpan<MarginTier> before)
    {
        before.CopyTo(_before);
        (_count, Step) = (before.Length, 0);
    }

    /// <summary>One more step; the last one ends it.</summary>
    public void Take(int step) => (_count, Step) = step == Steps ? (0, 0) : (_count, step);

    /// <summary>The highest rate of the old table; 0 while none is left behind.</summary>
    public long TopMmrPpb => IsOn ? _before[_count - 1].MmrPpb : 0;

    /// <summary>The least notional down to which what is asked now falls at one rate, and that rate.</summary>
    public Micros Segment(Micros notional, in MarginTier after, out long mmrPpb)
    {
        ref readonly MarginTier before = ref MarginTier.Of(Before, notional);
        mmrPpb = before.MmrPpb + (after.MmrPpb - before.MmrPpb) * Step / Steps;
        return Micros.Max(before.Floor, after.Floor);
    }

    /// <summary>What is asked now of a position of which the new table asks <paramref name="after"/>.</summary>
    public Micros Between(Micros notional, Micros after)
    {
        Micros old = MarginTier.Maintenance(Before, notional);
        return new(old.Value + (after - old).Value * Step / Steps);
    }
}
