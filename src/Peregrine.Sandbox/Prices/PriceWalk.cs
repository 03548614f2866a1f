namespace Peregrine.Sandbox.Prices;

/// <summary>Prices that nobody made: random walks with a common part, weather and sudden gaps. The same seed makes the same path.</summary>
/// <remarks>Floating point is good enough for a price that is invented; it becomes steps of its market before anybody hears it.</remarks>
internal sealed class PriceWalk(Forecast forecast, int seed, IReadOnlyList<double> start)
{
    private const double YearSeconds = 365 * 86_400.0, HourSeconds = 3600;
    /// <summary>The part of each move that all prices share.</summary>
    private const double Correlation = 0.7;
    /// <summary>Of a sudden move.</summary>
    private const double GapSize = 0.006;
    /// <summary>A price stays within this many times where it began, or as small a part of it.</summary>
    private static readonly double FarthestLog = Math.Log(4.5);
    private readonly Random _random = new(seed);
    private readonly double[] _logs = new double[start.Count];
    private double _seconds;

    public double this[int thing] => start[thing] * Math.Exp(_logs[thing]);

    /// <summary>Every price takes a step of so much simulated time.</summary>
    public void Step(TimeSpan passed)
    {
        double seconds = passed.TotalSeconds;
        _seconds += seconds;
        Weather weather = forecast.At(_seconds);
        double scale = weather.Volatility * Math.Sqrt(seconds / YearSeconds);
        double common = Normal(), shared = Math.Sqrt(Correlation), own = Math.Sqrt(1 - Correlation);
        double all = weather.Drift * seconds + weather.Jump + Gap(in weather, seconds);
        for (int i = 0; i < _logs.Length; i++)
        {
            // Drawn back a little, so that a venue that is left alone for weeks does not leave its price limits.
            double next = _logs[i] * (1 - 1e-7 * seconds) + all + scale * (shared * common + own * Normal());
            _logs[i] = Math.Clamp(next, -FarthestLog, FarthestLog);
        }
    }

    private double Gap(in Weather weather, double seconds)
    {
        if (_random.NextDouble() >= weather.GapsAnHour * seconds / HourSeconds) return 0;
        return Math.Clamp(GapSize * Normal(), -3 * GapSize, 3 * GapSize);
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
