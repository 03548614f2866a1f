using Peregrine.Core;

namespace Peregrine.MarketData.Candles;

/// <summary>The latest candles of one length in which something happened, oldest first. What lies between them is made when it is read.</summary>
internal sealed class CandleRing(CandleInterval interval)
{
    /// <summary>As many as the longest answer has.</summary>
    public const int Capacity = 1536;

    // Its pages are taken as they are written: a ring of months costs next to nothing.
    private readonly Candle[] _candles = new Candle[Capacity];
    private int _first;
    private int _count;
    private long _endNs;

    public void Add(long timeNs, Subticks price, in Traded traded)
    {
        if (_count > 0 && timeNs < _endNs)
        {
            ref Candle open = ref At(_count - 1);
            open = open.With(price, in traded);
            return;
        }
        long start = CandleClock.StartOf(interval, timeNs);
        _endNs = CandleClock.EndOf(interval, start);
        if (_count == Capacity) _first = (_first + 1) % Capacity;
        else _count++;
        At(_count - 1) = Candle.First(start, price, in traded);
    }

    /// <summary>Puts what happened before in front: newest first. False when there is no more room.</summary>
    public bool Prime(in Candle earlier)
    {
        Invariant.That(CandleClock.StartOf(interval, earlier.StartNs) == earlier.StartNs && earlier.Count > 0, "a ring is primed with candles of its length");
        if (_count > 0 && At(0).StartNs == earlier.StartNs)
        {
            At(0) = At(0).After(in earlier);
            return true;
        }
        Invariant.That(_count == 0 || earlier.StartNs < At(0).StartNs, "a ring is primed backwards");
        if (_count == Capacity) return false;
        _first = (_first + Capacity - 1) % Capacity;
        if (_count++ == 0) _endNs = CandleClock.EndOf(interval, earlier.StartNs);
        At(0) = earlier;
        return true;
    }

    /// <summary>The latest intervals that begin before a moment and not after now, oldest first, as many as fit and are known. For readers.</summary>
    public int Copy(long beforeNs, long nowNs, Span<Candle> into)
    {
        int count = Math.Min(_count, Capacity);
        if (count == 0 || beforeNs <= 0) return 0;
        int last = count - 1;
        int free = into.Length;
        long oldest = At(0).StartNs;
        for (long start = CandleClock.StartOf(interval, Math.Min(beforeNs - 1, nowNs)); free > 0 && start >= oldest; start = CandleClock.Before(interval, start))
        {
            while (last > 0 && At(last).StartNs > start) last--;
            into[--free] = At(last).StartNs == start ? At(last) : Candle.Flat(start, At(last).Close);
        }
        int copied = into.Length - free;
        into[free..].CopyTo(into);
        return copied;
    }

    private ref Candle At(int place) => ref _candles[(_first + place) % Capacity];
}
