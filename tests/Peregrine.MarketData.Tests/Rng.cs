using Peregrine.Core;

namespace Peregrine.MarketData.Tests;

/// <summary>The specification's generator: the seed in a failure's text is the whole way back to it.</summary>
internal struct Rng(ulong seed)
{
    private ulong _state = seed;

    public int Below(int limit)
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            return (int)(Hash64.SplitMix(_state) % (ulong)limit);
        }
    }

    public bool Chance(int percent) => Below(100) < percent;
}
