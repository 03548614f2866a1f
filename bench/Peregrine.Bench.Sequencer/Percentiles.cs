using System.Diagnostics;
using System.Globalization;

namespace Peregrine.Bench.Sequencer;

/// <summary>Durations of one kind, told in microseconds.</summary>
internal sealed class Percentiles
{
    private long[] _ticks;
    private int _count;

    public Percentiles(int capacity) => _ticks = new long[capacity];

    public int Count => _count;

    /// <summary>Beyond its capacity it keeps what it has: the first so many of a long run.</summary>
    public void Add(long ticks)
    {
        if (_count < _ticks.Length) _ticks[_count++] = ticks;
    }

    public void Take(Percentiles other)
    {
        Array.Resize(ref _ticks, _count + other._count);
        other._ticks.AsSpan(0, other._count).CopyTo(_ticks.AsSpan(_count));
        _count += other._count;
    }

    public double Us(double share)
    {
        Array.Sort(_ticks, 0, _count);
        return _ticks[(int)((_count - 1) * share)] * 1e6 / Stopwatch.Frequency;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"p50 {Us(0.5):F0} p99 {Us(0.99):F0} p99.9 {Us(0.999):F0} max {Us(1):F0} µs");
}
