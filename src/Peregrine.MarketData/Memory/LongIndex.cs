using Peregrine.Core;

namespace Peregrine.MarketData.Memory;

/// <summary>Numbers of records by a key that is not 0. For the fold's own thread.</summary>
/// <remarks>Open addressing with the gaps closed after a removal, so that nothing is left behind by a year of adding and removing.</remarks>
internal sealed class LongIndex
{
    private const int SizeMin = 16;
    private long[] _keys = new long[SizeMin];
    private int[] _values = new int[SizeMin];

    public int Count { get; private set; }

    /// <summary>The number, or 0.</summary>
    public int Find(long key)
    {
        int mask = _keys.Length - 1;
        for (int at = Place(key, mask); ; at = (at + 1) & mask)
        {
            if (_keys[at] == key) return _values[at];
            if (_keys[at] == 0) return 0;
        }
    }

    public void Add(long key, int value)
    {
        if (2 * (Count + 1) > _keys.Length) Grow();
        Put(key, value);
        Count++;
    }

    public void Remove(long key)
    {
        int mask = _keys.Length - 1;
        int hole = Place(key, mask);
        while (_keys[hole] != key)
        {
            Invariant.That(_keys[hole] != 0, "what is removed from an index stands in it");
            hole = (hole + 1) & mask;
        }
        // Whoever stands behind and would be found earlier moves up.
        for (int at = (hole + 1) & mask; _keys[at] != 0; at = (at + 1) & mask)
        {
            int home = Place(_keys[at], mask);
            if (((at - home) & mask) < ((at - hole) & mask)) continue;
            (_keys[hole], _values[hole]) = (_keys[at], _values[at]);
            hole = at;
        }
        _keys[hole] = 0;
        Count--;
    }

    private void Put(long key, int value)
    {
        Invariant.That(key != 0, "an index has no key 0");
        int mask = _keys.Length - 1;
        int at = Place(key, mask);
        while (_keys[at] != 0)
        {
            Invariant.That(_keys[at] != key, "a key stands in an index once");
            at = (at + 1) & mask;
        }
        (_keys[at], _values[at]) = (key, value);
    }

    private void Grow()
    {
        (long[] keys, int[] values) = (_keys, _values);
        _keys = new long[2 * keys.Length];
        _values = new int[2 * keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0) Put(keys[i], values[i]);
        }
    }

    private static int Place(long key, int mask) => unchecked((int)(((ulong)key * 0x9E3779B97F4A7C15) >> 33)) & mask;
}
