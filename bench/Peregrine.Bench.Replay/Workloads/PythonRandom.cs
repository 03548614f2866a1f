namespace Peregrine.Bench.Replay.Workloads;

/// <summary>The numbers that Python's <c>random.Random(seed).random()</c> draws: MT19937, seeded and read as Python does.</summary>
/// <remarks>
/// The workload was defined by a Python program, and its random numbers are part of the definition. The Mersenne Twister (Matsumoto, Nishimura 1998)
/// is a shift register of 624 words: each round replaces every word by a mix of itself, its neighbour and the word 397 places on, and what is handed
/// out is a word stirred once more.
/// </remarks>
internal sealed class PythonRandom
{
    private const int Words = 624;
    private const int Distance = 397;
    /// <summary>Python seeds from an array of 32-bit digits; this is the state that array is folded into.</summary>
    private const uint FoldedInto = 19_650_218;

    private readonly uint[] _state = new uint[Words];
    private int _next = Words;

    /// <summary>Only seeds of one digit: that is all the workloads use.</summary>
    public PythonRandom(uint seed)
    {
        unchecked
        {
            _state[0] = FoldedInto;
            for (uint i = 1; i < Words; i++) _state[i] = 1_812_433_253 * Stirred(_state[i - 1]) + i;
            int at = 1;
            for (int i = 0; i < Words; i++)
            {
                _state[at] = (_state[at] ^ (Stirred(_state[at - 1]) * 1_664_525)) + seed;
                Advance(ref at);
            }
            for (int i = 1; i < Words; i++)
            {
                _state[at] = (_state[at] ^ (Stirred(_state[at - 1]) * 1_566_083_941)) - (uint)at;
                Advance(ref at);
            }
            _state[0] = 0x8000_0000;
        }
    }

    /// <summary>Uniform in [0, 1) with 53 bits: 27 of one word over 26 of the next.</summary>
    public double Draw()
    {
        uint high = NextWord() >> 5;
        uint low = NextWord() >> 6;
        return (high * 67_108_864.0 + low) * (1.0 / 9_007_199_254_740_992.0);
    }

    /// <summary>Uniform in 0 to count − 1, as <c>int(random() * count)</c> rounds.</summary>
    public int Below(int count) => (int)(Draw() * count);

    public bool Chance(double probability) => Draw() < probability;

    private uint NextWord()
    {
        if (_next == Words) Twist();
        uint word = _state[_next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9D2C_5680;
        word ^= (word << 15) & 0xEFC6_0000;
        return word ^ (word >> 18);
    }

    private void Twist()
    {
        for (int i = 0; i < Words; i++)
        {
            uint joined = (_state[i] & 0x8000_0000) | (_state[(i + 1) % Words] & 0x7FFF_FFFF);
            uint twisted = (joined & 1) == 0 ? joined >> 1 : (joined >> 1) ^ 0x9908_B0DF;
            _state[i] = _state[(i + Distance) % Words] ^ twisted;
        }
        _next = 0;
    }

    // Round and round through the words; the first only ever holds a copy of the last.
    private void Advance(ref int at)
    {
        if (++at < Words) return;
        _state[0] = _state[Words - 1];
        at = 1;
    }

    private static uint Stirred(uint word) => word ^ (word >> 30);
}
