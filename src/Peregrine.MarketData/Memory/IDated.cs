namespace Peregrine.MarketData.Memory;

/// <summary>Something that happened at a moment of engine time.</summary>
internal interface IDated
{
    long TimeNs { get; }
}
