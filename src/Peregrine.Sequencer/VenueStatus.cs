using Peregrine.Sequencer.Writer;

namespace Peregrine.Sequencer;

/// <summary>How a venue stands, for operators and for whoever is refused.</summary>
/// <param name="State">Whether it takes commands.</param>
/// <param name="Reason">Why not, in a sentence; empty while it does.</param>
/// <param name="Troubles">What somebody should look at though it goes on; empty when all is well.</param>
/// <param name="JournalFirstSeq">The oldest command that is still in the journal.</param>
/// <param name="CommittedSeq">The last command on stable storage.</param>
/// <param name="AppliedSeq">The last command everybody was told of.</param>
/// <param name="ShadowSeq">The last command that the second engine has proven.</param>
/// <param name="EventsSeq">The last command whose events are in the files.</param>
/// <param name="SnapshotSeq">The last command in the newest snapshot; 0 without one.</param>
public sealed record VenueStatus(
    WriterState State, string Reason, IReadOnlyList<string> Troubles,
    long JournalFirstSeq, long CommittedSeq, long AppliedSeq, long ShadowSeq, long EventsSeq, long SnapshotSeq)
{
    /// <summary>True when commands are taken and nothing asks for an operator.</summary>
    public bool IsWell => State == WriterState.Running && Troubles.Count == 0;
}
