using System.Diagnostics;
using Peregrine.Sequencer.Ring;

namespace Peregrine.Sequencer.Writer;

/// <summary>How a thread waits for work: it looks around for a moment, and then sleeps until somebody rings.</summary>
/// <remarks>
/// Waking up takes about 25 µs, a quarter of a flush, so it pays to stay up where the next command is likely soon. While it looks around it lets others
/// have the core. Where work lately came later than it looks, looking would only take the core from those who bring it: then it sleeps at once.
/// </remarks>
internal sealed class IdleWait(Doorbell bell, TimeSpan lookAround, Func<bool> hasWork)
{
    private const int SpinsBetweenLooks = 30;
    private const int LuckMax = 8;
    private readonly long _ticks = (long)(lookAround.TotalSeconds * Stopwatch.Frequency);
    // Goes up with each wait that ended in time, asleep or not, and down with each that did not.
    private int _luck = LuckMax;

    public void Wait(TimeSpan atMost)
    {
        long start = Stopwatch.GetTimestamp();
        if (_luck == 0 || !LookAround(start)) Sleep(atMost);
        bool wasSoon = Stopwatch.GetTimestamp() - start < _ticks;
        _luck = Math.Clamp(_luck + (wasSoon ? 1 : -1), 0, LuckMax);
    }

    private bool LookAround(long start)
    {
        while (Stopwatch.GetTimestamp() - start < _ticks)
        {
            if (hasWork()) return true;
            Thread.SpinWait(SpinsBetweenLooks);
            Thread.Yield();
        }
        return false;
    }

    private void Sleep(TimeSpan atMost)
    {
        bell.LieDown();
        if (hasWork()) bell.StayUp();
        else bell.Sleep(atMost);
    }
}
