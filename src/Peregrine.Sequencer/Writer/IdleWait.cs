using System.Diagnostics;
using Peregrine.Sequencer.Ring;

namespace Peregrine.Sequencer.Writer;

/// <summary>How a thread waits for work: it looks around for a moment, and then sleeps until somebody rings.</summary>
/// <remarks>
/// Waking up takes about 25 µs, a quarter of a flush, so it pays to stay up where the next command is likely soon. While it looks around it lets others
/// have the core.
/// </remarks>
internal sealed class IdleWait(Doorbell bell, TimeSpan lookAround, Func<bool> hasWork)
{
    private const int SpinsBetweenLooks = 30;
    private readonly long _ticks = (long)(lookAround.TotalSeconds * Stopwatch.Frequency);

    public void Wait(TimeSpan atMost)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetTimestamp() - start < _ticks)
        {
            if (hasWork()) return;
            Thread.SpinWait(SpinsBetweenLooks);
            Thread.Yield();
        }
        bell.LieDown();
        if (hasWork()) bell.StayUp();
        else bell.Sleep(atMost);
    }
}
