using System.Diagnostics;
using Peregrine.Core;

namespace Peregrine.Sequencer.Writer;

/// <summary>The machine's time, made fit to be engine time: it never runs backwards and never stands still.</summary>
/// <remarks>
/// A step forward (a correction, a machine that slept) is true time and followed at once. After a step backward it goes on at half its pace until the
/// machine's time has caught up: timers keep running, and no second is lived twice. For one thread.
/// </remarks>
public sealed class SteadyClock : IClock
{
    private readonly Func<long> _wallNs;
    private readonly Func<long> _elapsedNs;
    private long _now;
    private long _elapsedThen;

    public SteadyClock()
        : this(static () => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100, static () => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency)))
    {
    }

    internal SteadyClock(Func<long> wallNs, Func<long> elapsedNs)
    {
        (_wallNs, _elapsedNs) = (wallNs, elapsedNs);
        (_now, _elapsedThen) = (wallNs(), elapsedNs());
    }

    /// <summary>A time that was lived before, in an earlier run: it goes on from there, and not again from what the machine says.</summary>
    public void Reach(long ns)
    {
        if (ns > NowNs) _now = ns;
    }

    public long NowNs
    {
        get
        {
            long elapsed = _elapsedNs();
            long passed = elapsed - _elapsedThen;
            long wall = _wallNs();
            // Half of an odd number loses a nanosecond for good, so it is kept for the next time.
            long half = passed / 2;
            if (wall >= _now + half)
            {
                (_now, _elapsedThen) = (wall, elapsed);
            }
            else
            {
                (_now, _elapsedThen) = (_now + half, elapsed - passed % 2);
            }
            return _now;
        }
    }
}
