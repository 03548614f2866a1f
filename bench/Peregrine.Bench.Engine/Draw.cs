using Peregrine.Core;

namespace Peregrine.Bench.Engine;

/// <summary>Random numbers that are the same in every pass: a pass repeats the draws of the one before, in the same order.</summary>
internal struct Draw(long seed)
{
    private ulong _state = Hash64.SplitMix((ulong)seed);

    /// <summary>Uniform in 0 to count − 1.</summary>
    public int Below(int count)
    {
        _state = unchecked(_state + 0x9E3779B97F4A7C15);
        return (int)Math.BigMul(Hash64.SplitMix(_state), (ulong)count, out _);
    }
}
