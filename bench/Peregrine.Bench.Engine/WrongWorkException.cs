namespace Peregrine.Bench.Engine;

/// <summary>The engine did something else than the bench knows it must: what was measured means nothing. Ends the program with code 1.</summary>
internal sealed class WrongWorkException : Exception
{
    public WrongWorkException() { }
    public WrongWorkException(string message) : base(message) { }
    public WrongWorkException(string message, Exception inner) : base(message, inner) { }
}
