using System.Diagnostics;
using Peregrine.Core;

namespace Peregrine.Sequencer.Writer;

/// <summary>Time that only passes, for whoever waits; any thread may look. It says nothing of the hour.</summary>
internal sealed class ElapsedClock : IClock
{
    public long NowNs => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
}
