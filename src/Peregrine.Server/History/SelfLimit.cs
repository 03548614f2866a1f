using System.Diagnostics;
using Peregrine.Server.Run;

namespace Peregrine.Server.History;

/// <summary>Ends this process when it takes more than it was given: also when whoever started it is gone, and with what it really holds, not with what its tables could hold.</summary>
internal sealed class SelfLimit : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly ExplainLimits _limits;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly Timer _timer;

    public SelfLimit(ExplainLimits limits)
    {
        _limits = limits;
        _timer = new Timer(_ => Check(), null, Look, Look);
    }

    public void Check()
    {
        if (Environment.WorkingSet > _limits.MemoryBytes || Stopwatch.GetElapsedTime(_startedAt) > _limits.Time) Environment.Exit(ExplainCommand.TooMuch);
    }

    public void Dispose() => _timer.Dispose();
}
