namespace Peregrine.Simulation.Disk;

/// <summary>SplitMix64: a seed printed by a failing run is the whole way back to it, on every machine.</summary>
internal struct Rng(ulong seed)
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

    public int Below(int limit) => (int)(Next() % (ulong)limit);
    public int Between(int low, int high) => low + Below(high - low + 1);
    public bool PerMille(int chance) => Below(1000) < chance;
}
