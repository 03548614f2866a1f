using Peregrine.Core;

namespace Peregrine.MarketData.Depth;

/// <summary>Which levels changed since a stream's last frame. A level that left and came back may be named twice until then.</summary>
internal sealed class ChangedLevels
{
    private const int CapacityMin = 64;
    private long[] _names = new long[CapacityMin];
    private int _count;

    public bool Any => _count > 0;

    public void Add(Side side, Ticks price)
    {
        if (_count == _names.Length) MakeRoom();
        _names[_count++] = (price.Value << 1) | (side == Side.Buy ? 0L : 1L);
    }

    /// <summary>The names once each, by price and then side; the list is empty afterwards and they stay readable until the next <see cref="Add"/>.</summary>
    public ReadOnlySpan<long> Take()
    {
        Thin();
        ReadOnlySpan<long> names = _names.AsSpan(0, _count);
        _count = 0;
        return names;
    }

    public static Side SideOf(long name) => (name & 1) == 0 ? Side.Buy : Side.Sell;

    public static Ticks PriceOf(long name) => new(name >> 1);

    // Levels that come and go all the time must not make the list longer than there are levels.
    private void MakeRoom()
    {
        Thin();
        if (_count > _names.Length / 2) Array.Resize(ref _names, 2 * _names.Length);
    }

    private void Thin()
    {
        if (_count < 2) return;
        Span<long> names = _names.AsSpan(0, _count);
        names.Sort();
        int kept = 1;
        for (int i = 1; i < names.Length; i++)
        {
            if (names[i] != names[kept - 1]) names[kept++] = names[i];
        }
        _count = kept;
    }
}
