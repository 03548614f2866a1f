namespace Peregrine.Core;

/// <summary>Thrown only by <see cref="Invariant"/>; never caught to be forgotten.</summary>
public sealed class InvariantException : Exception
{
    public InvariantException() { }
    public InvariantException(string message) : base(message) { }
    public InvariantException(string message, Exception inner) : base(message, inner) { }
}
