using Peregrine.Core;

namespace Peregrine.Scenarios.Facts;

/// <summary>What the events said about the prices of one market.</summary>
public sealed class PriceFacts
{
    public Subticks Index { get; set; }
    public Subticks Mark { get; set; }
    public PriceState State { get; set; } = PriceState.Dead;
    public long PremiumPpb { get; set; }
}
