namespace Peregrine.Sandbox;

/// <summary>What a sandbox plays.</summary>
public sealed record SandboxOptions
{
    /// <summary>The same seed makes the same path of prices. What agents do also hangs on when the venue answers them.</summary>
    public int Seed { get; init; } = 1;

    public Scenario Scenario { get; init; } = Scenario.Calm;

    /// <summary>How many seconds of prices pass in one, and how much faster agents act. The venue's own clock is never touched: ages, funding hours and cooldowns stay what they are.</summary>
    public int Speed { get; init; } = 1;
}
