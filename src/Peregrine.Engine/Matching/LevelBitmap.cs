using System.Numerics;

using Peregrine.Core;

namespace Peregrine.Engine.Matching;

/// <summary>A set of positions 0..size−1 in three layers of 64-bit words: a bit above says that the word below is not empty.</summary>
/// <remarks>Finding a neighbour costs at most five words whatever the gap, so an empty stretch of the book is no slower than a full one.</remarks>
internal readonly struct LevelBitmap
{
    public const int SizeMax = 64 * 64 * 64;

    private readonly ulong[] _bits;
    private readonly ulong[] _words;
    private readonly ulong[] _top;

    public LevelBitmap(int size)
    {
        Invariant.That(BitOperations.IsPow2(size) && size is >= 64 and <= SizeMax, "a power of two that three layers can hold");
        _bits = new ulong[size >> 6];
        _words = new ulong[((size >> 6) + 63) >> 6];
        _top = new ulong[1];
    }

    public void Set(int at)
    {
        ulong before = _bits[at >> 6];
        _bits[at >> 6] = before | (1UL << at);
        if (before != 0) return;
        _words[at >> 12] |= 1UL << (at >> 6);
        _top[0] |= 1UL << (at >> 12);
    }

    public void Clear(int at)
    {
        if ((_bits[at >> 6] &= ~(1UL << at)) != 0) return;
        if ((_words[at >> 12] &= ~(1UL << (at >> 6))) != 0) return;
        _top[0] &= ~(1UL << (at >> 12));
    }

    /// <summary>The highest position under <paramref name="at"/>, or −1.</summary>
    public int Below(int at)
    {
        int word = at >> 6;
        // The mask keeps bits strictly under the position; shifts count modulo 64.
        ulong found = _bits[word] & ((1UL << at) - 1);
        if (found != 0) return (word << 6) | BitOperations.Log2(found);
        int group = word >> 6;
        found = _words[group] & ((1UL << word) - 1);
        if (found == 0)
        {
            found = _top[0] & ((1UL << group) - 1);
            if (found == 0) return -1;
            group = BitOperations.Log2(found);
            found = _words[group];
        }
        word = (group << 6) | BitOperations.Log2(found);
        return (word << 6) | BitOperations.Log2(_bits[word]);
    }

    /// <summary>The lowest position above <paramref name="at"/>, or −1.</summary>
    public int Above(int at)
    {
        int word = at >> 6;
        // −2 shifted: every bit strictly over the position, none when it is the last of its word.
        ulong found = _bits[word] & (ulong.MaxValue - 1 << at);
        if (found != 0) return (word << 6) | BitOperations.TrailingZeroCount(found);
        int group = word >> 6;
        found = _words[group] & (ulong.MaxValue - 1 << word);
        if (found == 0)
        {
            found = _top[0] & (ulong.MaxValue - 1 << group);
            if (found == 0) return -1;
            group = BitOperations.TrailingZeroCount(found);
            found = _words[group];
        }
        word = (group << 6) | BitOperations.TrailingZeroCount(found);
        return (word << 6) | BitOperations.TrailingZeroCount(_bits[word]);
    }

    /// <summary>The highest position, or −1 when empty.</summary>
    public int Highest()
    {
        if (_top[0] == 0) return -1;
        int group = BitOperations.Log2(_top[0]);
        int word = (group << 6) | BitOperations.Log2(_words[group]);
        return (word << 6) | BitOperations.Log2(_bits[word]);
    }

    /// <summary>The lowest position, or −1 when empty.</summary>
    public int Lowest()
    {
        if (_top[0] == 0) return -1;
        int group = BitOperations.TrailingZeroCount(_top[0]);
        int word = (group << 6) | BitOperations.TrailingZeroCount(_words[group]);
        return (word << 6) | BitOperations.TrailingZeroCount(_bits[word]);
    }
}
