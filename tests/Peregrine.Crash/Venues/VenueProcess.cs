using System.Diagnostics;
using System.Globalization;
using Peregrine.Crash.Venue;

namespace Peregrine.Crash.Venues;

/// <summary>The venue in a process of its own, which is killed when this is disposed.</summary>
internal sealed class VenueProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly Task<string?> _firstLine;
    private readonly bool _isTraced;

    public VenueProcess(Place place, params string[] around)
    {
        _isTraced = around.Length > 0;
        string program = typeof(Standing).Assembly.Location;
        string[] words =
        [
            .. around, "dotnet", program, place.Data, place.Socket,
            place.SegmentBytes.ToString(CultureInfo.InvariantCulture), place.SnapshotEvery.ToString(CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        _process = Process.Start(start)!;
        _firstLine = _process.StandardOutput.ReadLineAsync();
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Waits for its first word; false when it ended without one, which only somebody who was killed does.</summary>
    /// <exception cref="InvalidOperationException">It refused to start; the sentence says why.</exception>
    public bool IsReady()
    {
        if (!_firstLine.Wait(StartLimit)) throw new TimeoutException("the venue neither starts nor refuses");
        if (_firstLine.Result == "ready") return true;
        if (_firstLine.Result is null) return false;
        throw new InvalidOperationException(_firstLine.Result);
    }

    /// <summary>As <c>kill -9</c> does it: nobody is asked.</summary>
    public void Kill()
    {
        // With a tracer in front of it the venue is the tracer's child. To look for children takes long, so it is done only then.
        _process.Kill(entireProcessTree: _isTraced);
        AwaitEnd();
    }

    /// <summary>Tells it to end and returns its exit code.</summary>
    public int Stop()
    {
        _process.StandardInput.Close();
        AwaitEnd();
        return _process.ExitCode;
    }

    public bool EndsWithin(TimeSpan limit) => _process.WaitForExit(limit);

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private void AwaitEnd()
    {
        if (!_process.WaitForExit(EndLimit)) throw new TimeoutException("the venue does not end");
    }
}
