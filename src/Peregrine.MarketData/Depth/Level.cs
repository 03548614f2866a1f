namespace Peregrine.MarketData.Depth;

/// <summary>A price of one side and the queue of its orders.</summary>
internal struct Level
{
    /// <summary>The price seen from its side: the greater the better.</summary>
    public long Key;
    public long Total;
    public int Count;
    public int Head;
    public int Tail;
    /// <summary>A bit for each interval whose next frame names the level already.</summary>
    public byte Listed;
}
