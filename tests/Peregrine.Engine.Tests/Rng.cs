namespace Peregrine.Engine.Tests;

/// <summary>SplitMix64: a seed printed by a failing test is the whole way back to it, on every machine.</summary>
public struct Rng(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    public long Below(long limit) => (long)(Next() % (ulong)limit);
    public long Between(long low, long high) => low + Below(high - low + 1);
    public bool Chance(int percent) => Below(100) < percent;
}
