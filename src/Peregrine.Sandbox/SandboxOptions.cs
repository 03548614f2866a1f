namespace Peregrine.Sandbox;

/// <summary>How lively the sandbox is. The usual numbers keep an idle venue idle: a few prices a second, and quotes that move when the price has.</summary>
public sealed record SandboxOptions
{
    /// <summary>The same seed makes the same prices.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Time between two prices of a market.</summary>
    public TimeSpan PriceEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How far a price goes in the square root of a year, as a fraction.</summary>
    public double Volatility { get; init; } = 0.6;

    /// <summary>Part of each move that all markets share.</summary>
    public double Correlation { get; init; } = 0.7;

    /// <summary>Jumps a day and market, of about one percent.</summary>
    public double JumpsPerDay { get; init; } = 12;

    /// <summary>Levels of each side of a maker's ladder.</summary>
    public int Levels { get; init; } = 5;

    /// <summary>Distance of a maker's first quote from the index, as a fraction; the next levels follow at the same distance.</summary>
    public double Spread { get; init; } = 0.0004;

    /// <summary>A maker moves his quotes when the index has gone this far, as a fraction.</summary>
    public double RequoteAt { get; init; } = 0.0002;

    /// <summary>Dollars in each quote.</summary>
    public long QuoteDollars { get; init; } = 2_000;

    /// <summary>Dollars of position at which a maker leans all he can.</summary>
    public long PositionDollars { get; init; } = 20_000;

    /// <summary>Paper dollars of each of the two makers, over all markets.</summary>
    public long MakerDollars { get; init; } = 300_000;
}
