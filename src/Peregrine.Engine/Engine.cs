using Peregrine.Core;

namespace Peregrine.Engine;

/// <summary>The venue's heart: a pure function from state and command to state and events.</summary>
/// <remarks>No clock, no randomness, no I/O, no threads, and after construction no allocation.</remarks>
public sealed class Engine
{
    private readonly EventWriter _events;

    public Engine(EventWriter events) => _events = events;

    /// <summary>When a tick is due; 0 while work waits, <see cref="long.MaxValue"/> when nothing does.</summary>
    public long NextDueNs => long.MaxValue;

    public RejectCode Apply(in Command command)
    {
        _events.Begin(command.Header.Seq, command.Header.TimeNs);
        _events.End();
        return RejectCode.None;
    }
}
