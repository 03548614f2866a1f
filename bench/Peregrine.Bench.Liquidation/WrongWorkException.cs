namespace Peregrine.Bench.Liquidation;

/// <summary>What was played is not what the program says it plays. Ends the program with code 1.</summary>
internal sealed class WrongWorkException : Exception
{
    public WrongWorkException() { }
    public WrongWorkException(string message) : base(message) { }
    public WrongWorkException(string message, Exception inner) : base(message, inner) { }
}
