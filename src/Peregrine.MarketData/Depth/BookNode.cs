namespace Peregrine.MarketData.Depth;

/// <summary>An order in its level's queue.</summary>
internal struct BookNode
{
    public long Priority;
    public long Price;
    public long Visible;
    public int Prev;
    public int Next;
}
