namespace Peregrine.Core;

/// <summary>The disk refused. After a failed write or flush nothing may be assumed of what was on its way.</summary>
public sealed class StorageException : Exception
{
    public StorageException() { }
    public StorageException(string message) : base(message) { }
    public StorageException(string message, Exception inner) : base(message, inner) { }

    /// <summary>No space was left; the disk is otherwise well.</summary>
    public bool IsFull { get; init; }
}
