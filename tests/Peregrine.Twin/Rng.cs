using Peregrine.Core;

namespace Peregrine.Twin;

/// <summary>SplitMix64 with the few draws a workload needs. The same seed draws the same for ever.</summary>
public sealed class Rng(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        ulong drawn = Hash64.SplitMix(_state);
        unchecked { _state += 0x9E3779B97F4A7C15; }
        return drawn;
    }

    /// <summary>From <paramref name="low"/> up to <paramref name="high"/>, both included.</summary>
    public long Of(long low, long high) => low + (long)(Next() % (ulong)(high - low + 1));

    public int Of(int low, int high) => (int)Of((long)low, high);

    public bool Chance(int permille) => Of(0, 999) < permille;

    public T Pick<T>(params ReadOnlySpan<T> from) => from[(int)Of(0, (long)from.Length - 1)];

    public int Weighted(ReadOnlySpan<int> weights)
    {
        long total = 0;
        foreach (int weight in weights) total += weight;
        long at = Of(0, total - 1);
        for (int i = 0; i < weights.Length; i++)
        {
            at -= weights[i];
            if (at < 0) return i;
        }
        return weights.Length - 1;
    }
}
