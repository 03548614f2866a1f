namespace Peregrine.Bench.Engine;

/// <summary>The caller's mistake, told in one sentence; ends the program with code 2.</summary>
internal sealed class BadInputException : Exception
{
    public BadInputException() { }
    public BadInputException(string message) : base(message) { }
    public BadInputException(string message, Exception inner) : base(message, inner) { }
}
