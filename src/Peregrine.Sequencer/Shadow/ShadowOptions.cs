using Peregrine.Core;

namespace Peregrine.Sequencer.Shadow;

/// <summary>How the second engine shares the machine with the first.</summary>
public sealed record ShadowOptions
{
    /// <summary>While commands wait for the writer it stands back, as long as it is not further behind than this.</summary>
    public TimeSpan YieldsBelow { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a question waits for the state it asks about.</summary>
    public TimeSpan QuestionsWait { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Questions that may wait at once; one more is answered BUSY.</summary>
    public int QuestionsMax { get; init; } = 16 * 1024;

    /// <summary>How often old event files are looked for, in engine time.</summary>
    public TimeSpan TendsEvery { get; init; } = TimeSpan.FromSeconds(1);

    internal void Validate()
    {
        Invariant.That(YieldsBelow >= TimeSpan.Zero && QuestionsWait >= TimeSpan.Zero && TendsEvery > TimeSpan.Zero, "time does not run backwards");
        Invariant.That(QuestionsMax > 0, "somebody may ask");
    }
}
