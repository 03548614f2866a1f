using Peregrine.Core;

namespace Peregrine.Sequencer.Writer;

/// <summary>Whether the venue takes commands, and if not, why; for operators and for whoever is refused.</summary>
/// <param name="State">What the venue still does.</param>
/// <param name="Reason">A sentence; empty while it runs.</param>
/// <param name="Outstanding">What is answered to those who still wait.</param>
public sealed record WriterStatus(WriterState State, string Reason, RejectCode Outstanding)
{
    public static readonly WriterStatus Running = new(WriterState.Running, "", RejectCode.None);
}
