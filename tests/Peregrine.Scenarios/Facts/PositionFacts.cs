using Peregrine.Core;

namespace Peregrine.Scenarios.Facts;

/// <summary>What the events said about one account in one market.</summary>
public sealed class PositionFacts
{
    public Lots Size { get; set; }
    public Micros Cost { get; set; }
    public Micros IsolatedMargin { get; set; }
    public Micros Realised { get; set; }
    public Micros Fees { get; set; }
    public Micros Funding { get; set; }
    public MarginMode Mode { get; set; } = MarginMode.Cross;
    public int Leverage { get; set; }
}
