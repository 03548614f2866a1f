namespace Peregrine.MarketData.Accounts;

/// <summary>What is known of a chunk of a log beside its bytes.</summary>
internal struct Chunk
{
    /// <summary>Neighbours in the log.</summary>
    public int Next;
    public int Previous;
    /// <summary>Neighbours in the order in which chunks were taken, of all accounts.</summary>
    public int Older;
    public int Younger;
    public int Account;
    public int Used;
    public int Count;
    public long LastSeq;
    public LogKind Kind;
}
