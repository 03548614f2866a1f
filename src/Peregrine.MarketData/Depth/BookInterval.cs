namespace Peregrine.MarketData.Depth;

/// <summary>How often a stream of a book tells what changed.</summary>
public enum BookInterval : byte
{
    /// <summary>After every command that changed the book.</summary>
    Raw = 0,
    Ms20 = 1,
    Ms100 = 2,
    Second = 3,
}
