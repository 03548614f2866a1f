using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Peregrine.Bench.Load;

/// <summary>Asks at times set in advance, over whichever connection is free: each request has its time, and waits of those before it count as its own.</summary>
/// <remarks>One thread for all connections. A timer of each its own would wake as often as there are connections, and the tool be slower than what it measures.</remarks>
/// <param name="lanes">The connections.</param>
/// <param name="perSecond">Requests in all.</param>
/// <param name="runMost">What is due together travels together, up to so many: a user changes several orders at once.</param>
internal sealed partial class Pace(IReadOnlyList<Lane> lanes, int perSecond, int runMost)
{
    // Finer than what is measured, and coarse enough that waking costs next to nothing.
    private const int NapMicroseconds = 50;
    private readonly bool[] _asked = new bool[lanes.Count];
    private int _turn;
    private int _run;

    public Task Run(long start, TimeSpan end) => Task.Factory.StartNew(() => Ask(start, end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Ask(long start, TimeSpan end)
    {
        double ticksEach = (double)Stopwatch.Frequency / perSecond;
        long last = start + (long)(end.TotalSeconds * Stopwatch.Frequency);
        for (long count = 0; ;)
        {
            long now = Stopwatch.GetTimestamp();
            long due;
            while ((due = start + (long)(count * ticksEach)) <= now && due < last && TryAsk(due)) count++;
            for (int i = 0; i < lanes.Count; i++)
            {
                if (_asked[i]) lanes[i].Send();
                _asked[i] = false;
            }
            if (due >= last) return;
            Nap();
        }
    }

    // In turn; false while none is free, and what is due then waits.
    private bool TryAsk(long due)
    {
        for (int tried = 0; tried <= lanes.Count; tried++)
        {
            if (_run < runMost && lanes[_turn].TryAsk(due))
            {
                _run++;
                _asked[_turn] = true;
                return true;
            }
            (_turn, _run) = ((_turn + 1) % lanes.Count, 0);
        }
        return false;
    }

    private static void Nap()
    {
        if (OperatingSystem.IsLinux()) _ = Sleep(NapMicroseconds);
        else Thread.Sleep(1);
    }

    // The shortest that .NET sleeps is a millisecond.
    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int Sleep(uint microseconds);
}
