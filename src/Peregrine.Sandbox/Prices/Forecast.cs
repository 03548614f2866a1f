namespace Peregrine.Sandbox.Prices;

/// <summary>The weather of a scenario by simulated time since its start, asked in its order. The same seed makes the same weather.</summary>
internal sealed class Forecast
{
    private const double HourSeconds = 3600;
    /// <summary>Calm before it begins, its length, and the time in which half of it is won back.</summary>
    private const double LullSeconds = 60, FallSeconds = 240, RecoverySeconds = 1800;
    private static readonly double[] GapShares = [2 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 1 / 6.0];
    /// <summary>A third of the way comes in gaps, each in two blows: the first sends makers away, and the second finds books empty, which is what takes those with much leverage past their bankruptcy.</summary>
    private static readonly (double Second, double Share)[] Blows = [.. GapShares.SelectMany(static (share, i) => new[]
    {
        (FallSeconds * (i + 0.125) / GapShares.Length, share * 0.4), (FallSeconds * (i + 0.125) / GapShares.Length + 4, share * 0.6),
    })];

    private readonly Scenario _scenario;
    private readonly Random _random;
    private Weather _hour;
    private double _hourEnds;
    private int _blowsPassed;

    public Forecast(Scenario scenario, int seed)
    {
        (_scenario, _random) = (scenario, new Random(seed));
        Depth = 0.15 + 0.10 * _random.NextDouble();
    }

    /// <summary>How far a crash falls or a squeeze rises, as a fraction.</summary>
    public double Depth { get; }

    public Weather At(double seconds) => _scenario switch
    {
        Scenario.Calm => Hour(seconds),
        Scenario.Chop => new Weather(0.00012 * Math.Sin(2 * Math.PI * seconds / 420), 0.9, 6, 0),
        Scenario.Crash => Move(seconds, Math.Log(1 - Depth)),
        Scenario.Squeeze => Move(seconds, Math.Log(1 + Depth)),
    };

    private Weather Move(double seconds, double way)
    {
        double since = seconds - LullSeconds;
        if (since < 0) return Hour(seconds);
        double jump = 0;
        while (_blowsPassed < Blows.Length && since >= Blows[_blowsPassed].Second) jump += way / 3 * Blows[_blowsPassed++].Share;
        if (since < FallSeconds) return new Weather(way / FallSeconds * 2 / 3, 1, 0, jump);
        return since < FallSeconds + RecoverySeconds ? new Weather(-way / 2 / RecoverySeconds, 1, 4, jump) : Hour(seconds);
    }

    // Regimes last from half an hour to three: most are quiet, some have a direction, some are nervous.
    private Weather Hour(double seconds)
    {
        if (seconds < _hourEnds) return _hour;
        _hourEnds = seconds + HourSeconds * (0.5 + 2.5 * _random.NextDouble());
        double dice = _random.NextDouble();
        double trend = (_random.NextDouble() - 0.5) * 0.06 / HourSeconds;
        _hour = dice < 0.55 ? new Weather(0, 0.45, 0.5, 0) : dice < 0.85 ? new Weather(trend, 0.55, 0.5, 0) : new Weather(0, 1.1, 4, 0);
        return _hour;
    }
}
