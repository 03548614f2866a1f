namespace Peregrine.Sequencer.Shadow;

/// <summary>The two engines do not agree, and nobody can say which of them is right: nothing more may be told.</summary>
public sealed class ShadowException : Exception
{
    public ShadowException() { }
    public ShadowException(string message) : base(message) { }
    public ShadowException(string message, Exception inner) : base(message, inner) { }
}
