namespace Peregrine.MarketData.Accounts;

/// <summary>An order in its owner's list.</summary>
internal struct OrderRecord
{
    public OrderFacts Facts;
    public int Prev;
    public int Next;
    /// <summary>The event that touched it first in the present command; 0 when none did.</summary>
    public byte Touched;
    /// <summary>It runs, or left the book, in the present command, and may come to rest in it.</summary>
    public bool MayRest;
}
