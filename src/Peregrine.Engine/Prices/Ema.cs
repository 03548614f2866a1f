namespace Peregrine.Engine.Prices;

/// <summary>An exponential average in 2⁻²⁰ of its unit (domain §7.4): ema' = ema + trunc((x·2²⁰ − ema)·Δt / (τ + Δt)).</summary>
internal readonly record struct Ema(Int128 State)
{
    private const int FractionBits = 20;

    public bool IsEmpty => State == 0;

    /// <summary>The whole part, toward −∞.</summary>
    public long Floor => (long)(State >> FractionBits);

    public ulong Low => (ulong)(State & ulong.MaxValue);
    public long High => (long)(State >> 64);

    public static Ema At(long value) => new((Int128)value << FractionBits);

    public static Ema OfWords(ulong low, long high) => new(((Int128)high << 64) | low);

    /// <summary>After <paramref name="elapsedMs"/> at <paramref name="value"/>; what was missed counts as one step, at most τ long.</summary>
    public Ema Step(long value, long elapsedMs, long tauMs)
    {
        Int128 elapsed = Math.Min(elapsedMs, tauMs);
        return new(State + (((Int128)value << FractionBits) - State) * elapsed / (tauMs + elapsed));
    }
}
