namespace Peregrine.Sequencer;

/// <summary>The journal is whole, and the engine cannot be brought to its end.</summary>
public sealed class RecoveryException : Exception
{
    public RecoveryException() { }
    public RecoveryException(string message) : base(message) { }
    public RecoveryException(string message, Exception inner) : base(message, inner) { }

    /// <summary>The command at which it stopped.</summary>
    public long Seq { get; init; }
}
