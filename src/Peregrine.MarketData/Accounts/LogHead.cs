namespace Peregrine.MarketData.Accounts;

/// <summary>One log of one account: a chain of chunks, and how far back it reaches.</summary>
internal struct LogHead
{
    public int First;
    public int Last;
    public int Chunks;
    /// <summary>Everything behind this command is there, unless it says that nothing was.</summary>
    public long FloorSeq;
}
