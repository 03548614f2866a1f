namespace Peregrine.Engine.State;

/// <summary>The neighbours of a resting order among those of its account in its market; apart, because an order that goes writes to both neighbours.</summary>
internal struct OwnLinks
{
    public int Prev;
    public int Next;
}
