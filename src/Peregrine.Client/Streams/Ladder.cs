using Peregrine.Client.Markets;
using Peregrine.Core;

namespace Peregrine.Client.Streams;

/// <summary>One side of a book in an array with the best price at its end, where most changes are.</summary>
internal sealed class Ladder(Side side)
{
    private BookLevel[] _levels = new BookLevel[64];

    public int Count { get; private set; }

    /// <summary>0 is the best.</summary>
    public BookLevel this[int rank] => rank < Count ? _levels[Count - 1 - rank] : throw new ArgumentOutOfRangeException(nameof(rank));

    public void Clear() => Count = 0;

    public void Set(in BookLevel level)
    {
        int at = Find(level.Price, out bool isThere);
        if (level.Total.Value == 0)
        {
            if (isThere) Remove(at);
            return;
        }
        if (!isThere) Insert(at);
        _levels[at] = level;
    }

    private int Find(Ticks price, out bool isThere)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (IsWorse(_levels[middle].Price, price)) low = middle + 1;
            else high = middle;
        }
        isThere = low < Count && _levels[low].Price == price;
        return low;
    }

    private bool IsWorse(Ticks a, Ticks b) => side == Side.Buy ? a < b : a > b;

    private void Insert(int at)
    {
        if (Count == _levels.Length) Array.Resize(ref _levels, Count * 2);
        Array.Copy(_levels, at, _levels, at + 1, Count - at);
        Count++;
    }

    private void Remove(int at)
    {
        Count--;
        Array.Copy(_levels, at + 1, _levels, at, Count - at);
    }
}
