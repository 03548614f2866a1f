namespace Peregrine.MarketData.Memory;

/// <summary>Records by number, in pages that are never moved: a reader on another thread may look at any number at any time.</summary>
/// <remarks>Number 0 means none. Pages come when they are needed and stay; numbers that were returned are used again, the latest first.</remarks>
internal sealed class Pages<T> where T : struct
{
    private const int Shift = 10;
    private const int PageSize = 1 << Shift;
    private const int PagesMax = 1 << 14;

    private readonly T[]?[] _pages = new T[PagesMax][];
    private int[] _returned = [];
    private int _returnedCount;
    private int _highest;

    public Pages() => Reach(0);

    /// <summary>How many are in use.</summary>
    public int Count => _highest - _returnedCount;

    /// <summary>For the writer: a number that was rented or reached.</summary>
    public ref T this[int number] => ref _pages[number >> Shift]![number & (PageSize - 1)];

    /// <summary>For readers: any number whatever; one that was never used reads as number 0.</summary>
    public ref T Peek(int number)
    {
        T[]? page = (uint)number < (uint)(PagesMax << Shift) ? Volatile.Read(ref _pages[number >> Shift]) : null;
        return ref page is null ? ref _pages[0]![0] : ref page[number & (PageSize - 1)];
    }

    /// <summary>A number nobody uses. Its record is as its last user left it.</summary>
    public int Rent()
    {
        if (_returnedCount > 0) return _returned[--_returnedCount];
        Reach(_highest + 1);
        return _highest;
    }

    public void Return(int number)
    {
        if (_returnedCount == _returned.Length) Array.Resize(ref _returned, Math.Max(64, 2 * _returned.Length));
        _returned[_returnedCount++] = number;
    }

    /// <summary>Makes all numbers up to this one usable, for records that are numbered elsewhere.</summary>
    public void Reach(int number)
    {
        for (int page = number >> Shift; page >= 0 && _pages[page] is null; page--) Volatile.Write(ref _pages[page], new T[PageSize]);
        _highest = Math.Max(_highest, number);
    }
}
