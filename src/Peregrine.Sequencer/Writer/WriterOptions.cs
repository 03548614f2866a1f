using Peregrine.Core;

namespace Peregrine.Sequencer.Writer;

/// <summary>How the writer works. Nothing here decides what a command does.</summary>
public sealed record WriterOptions
{
    /// <summary>The most commands that become durable together.</summary>
    public int GroupCommandsMax { get; init; } = 2048;

    /// <summary>Time passes in the sequence at least this often.</summary>
    public long TickEveryNs { get; init; } = 1_000_000_000;

    internal void Validate()
    {
        Invariant.That(GroupCommandsMax > Engine.Engine.GroupMax, "a group takes at least the largest group of commands and a tick");
        Invariant.That(TickEveryNs > 0, "time passes");
    }
}
