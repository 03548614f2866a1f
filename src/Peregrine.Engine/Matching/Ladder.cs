using System.Runtime.CompilerServices;
using Peregrine.Core;

namespace Peregrine.Engine.Matching;

/// <summary>One side of a book: a dense window of levels around the best price, and a tree for the rest.</summary>
/// <remarks>
/// Prices become keys in which greater is better on both sides: a bid is its price, an ask the complement of it (−price − 1). One exclusive-or
/// each way, and no line below asks which side it is on.
/// The window is a ring: a key's place is its low bits, so moving the window moves no level that stays inside. A level lives in exactly one of the
/// two places: in the window when base ≤ key &lt; base + size, else in the tree.
/// </remarks>
internal sealed class Ladder
{
    /// <summary>The best key of an empty side: worse than every limit, so nobody crosses it.</summary>
    public const long None = FarLevels.None;

    private readonly Level[] _levels;
    private readonly long _flip;
    private readonly long _size;
    private long _best = None;
    private long _base;
    private int _windowCount;
    private int _farTouches;
    private readonly LevelBitmap _bitmap;
    private readonly FarLevels _far;

    public Ladder(Side side, int windowLevels, Slab<FarNode> farNodes)
    {
        _flip = side == Side.Buy ? 0 : -1;
        _size = windowLevels;
        _bitmap = new LevelBitmap(windowLevels);
        _levels = new Level[windowLevels];
        _far = new FarLevels(farNodes);
    }

    /// <summary>The key of the best level, or <see cref="None"/>.</summary>
    public long Best => _best;
    public int Count => _windowCount + _far.Count;

    /// <summary>How many levels are outside the window.</summary>
    public int FarCount => _far.Count;

    public long KeyOf(Ticks price) => price.Value ^ _flip;
    public Ticks PriceOf(long key) => new(key ^ _flip);

    /// <summary>A level that has orders.</summary>
    public ref Level this[long key]
    {
        get
        {
            if (InWindow(key)) return ref _levels[PlaceOf(key)];
            return ref _far[key];
        }
    }

    public bool Contains(long key) => InWindow(key) ? _levels[PlaceOf(key)].Count != 0 : _far.Contains(key);

    /// <summary>The level of a key, made if there was none; the caller appends an order to it at once.</summary>
    public ref Level Open(long key)
    {
        if (!InWindow(key)) return ref OpenFar(key);
        int place = PlaceOf(key);
        ref Level level = ref _levels[place];
        if (level.Count == 0)
        {
            _bitmap.Set(place);
            _windowCount++;
            if (key > _best) _best = key;
        }
        return ref level;
    }

    /// <summary>Takes away a level whose last order has left.</summary>
    public void Close(long key)
    {
        if (InWindow(key))
        {
            _bitmap.Clear(PlaceOf(key));
            _windowCount--;
        }
        else _far.Remove(key);
        if (key == _best) _best = Below(key);
        if (!InWindow(_best)) TouchFar();
    }

    /// <summary>The next worse level that has orders, or <see cref="None"/>. The key itself need not have any.</summary>
    public long Below(long key)
    {
        long near = WindowBelow(key);
        return _far.Count == 0 ? near : Math.Max(near, _far.Below(key));
    }

    /// <summary>The next better level that has orders, or <see cref="None"/>.</summary>
    public long Above(long key)
    {
        long near = WindowAbove(key);
        long far = _far.Count == 0 ? None : _far.Above(key);
        if (near == None || far == None) return Math.Max(near, far);
        return Math.Min(near, far);
    }

    /// <summary>Whether the level of a key, empty or not, costs one array access.</summary>
    public bool IsNear(long key) => InWindow(key);

    /// <summary>Asks memory for the place of a key in the window.</summary>
    public unsafe void Prefetch(long key) => CacheLines.Prefetch(Unsafe.AsPointer(ref _levels[PlaceOf(key)]));   // a hint may come too late for an array that moves

    private bool InWindow(long key) => unchecked((ulong)(key - _base)) < (ulong)_size;
    private int PlaceOf(long key) => unchecked((int)(key & (_size - 1)));

    private ref Level OpenFar(long key)
    {
        if (!_far.Contains(key)) _far.Add(key, default);
        if (key > _best) _best = key;
        TouchFar();
        return ref this[key];
    }

    // Moving the window costs as much as the levels it throws out, and levels it takes in were once thrown out or opened outside. Waiting for as many
    // slow touches as there are levels to throw out makes a move free in the long run, however a client makes the best price jump.
    private void TouchFar()
    {
        if (_farTouches <= _windowCount) _farTouches++;
        if (_farTouches <= _windowCount || _best == None) return;
        long offset = _best - _base;
        bool centred = offset >= _size / 2 && offset < _size - _size / 8;
        if (!centred) MoveWindow(_best - (_size - _size / 4));
    }

    // A quarter of the window lies above the best price: that is where the price can improve; the levels are below.
    private void MoveWindow(long newBase)
    {
        _farTouches = 0;
        for (long key = WindowBelow(_base + _size); key != None; key = WindowBelow(key))
        {
            if (unchecked((ulong)(key - newBase)) < (ulong)_size) continue;
            int place = PlaceOf(key);
            _far.Add(key, in _levels[place]);
            _levels[place] = default;
            _bitmap.Clear(place);
            _windowCount--;
        }
        _base = newBase;
        for (long key = _far.Below(newBase + _size); key >= newBase; key = _far.Below(key))
        {
            int place = PlaceOf(key);
            _levels[place] = _far[key];
            _far.Remove(key);
            _bitmap.Set(place);
            _windowCount++;
        }
    }

    private long WindowBelow(long key)
    {
        key = Math.Min(key, _base + _size);
        if (_windowCount == 0 || key <= _base) return None;
        int from = PlaceOf(key);
        int place = _bitmap.Below(from);
        if (place < 0) place = _bitmap.Highest();
        // One full turn is size steps, not none: from the key just over the window its own place is the last to try.
        long found = key - (((from - place - 1) & (_size - 1)) + 1);
        return found >= _base ? found : None;
    }

    private long WindowAbove(long key)
    {
        key = Math.Max(key, _base - 1);
        if (_windowCount == 0 || key >= _base + _size - 1) return None;
        int from = PlaceOf(key);
        int place = _bitmap.Above(from);
        if (place < 0) place = _bitmap.Lowest();
        long found = key + (((place - from - 1) & (_size - 1)) + 1);
        return found < _base + _size ? found : None;
    }
}
