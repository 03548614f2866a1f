namespace Peregrine.Core;

/// <summary>A snapshot that cannot be read: cut, damaged, written by a newer program, or not one at all. Says which section and at which offset.</summary>
public sealed class SnapshotException : Exception
{
    public SnapshotException() { }
    public SnapshotException(string message) : base(message) { }
    public SnapshotException(string message, Exception inner) : base(message, inner) { }
}
