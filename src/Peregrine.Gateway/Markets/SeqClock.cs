using Peregrine.Core;
using Peregrine.MarketData;

namespace Peregrine.Gateway.Markets;

/// <summary>When commands were, to the millisecond: an order's number says which command made it. As far back as the latest changes of the clock are kept.</summary>
/// <remarks>One thread writes, any thread reads: a reader whose place was written over meanwhile looks again.</remarks>
internal sealed class SeqClock : Fold
{
    private const int Capacity = 1 << 18;
    private readonly (long Seq, long TimeMs)[] _marks = new (long, long)[Capacity];
    private long _count;

    /// <summary>Milliseconds since 1970; 0 when it is not known any more.</summary>
    public long TimeMsOf(long seq)
    {
        while (true)
        {
            long count = Volatile.Read(ref _count);
            long from = Math.Max(0, count - Capacity + 1), low = from, high = count - 1;
            while (low < high)
            {
                long middle = low + (high - low + 1) / 2;
                if (_marks[middle % Capacity].Seq <= seq) low = middle;
                else high = middle - 1;
            }
            (long Seq, long TimeMs) mark = count == 0 ? default : _marks[low % Capacity];
            Thread.MemoryBarrier();
            if (Volatile.Read(ref _count) - from > Capacity) continue;
            return mark.Seq <= seq ? mark.TimeMs : 0;
        }
    }

    // Nobody waits for it: a mark is there or not.
    public override void Abandon()
    {
    }

    protected override void OnState(ref EventReader state)
    {
    }

    protected override void OnEvent(ref EventReader happened)
    {
    }

    protected override void OnCommandDone(in EventHeader done)
    {
        long timeMs = done.TimeNs / 1_000_000;
        if (_count > 0 && _marks[(_count - 1) % Capacity].TimeMs == timeMs) return;
        _marks[_count % Capacity] = (done.Seq, timeMs);
        Volatile.Write(ref _count, _count + 1);
    }
}
