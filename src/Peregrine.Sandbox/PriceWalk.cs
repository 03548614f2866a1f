namespace Peregrine.Sandbox;

/// <summary>Prices that nobody made: random walks with a common part and rare jumps. The same seed makes the same path.</summary>
/// <remarks>Floating point is good enough for a price that is invented; it becomes steps of the market before anybody hears it.</remarks>
internal sealed class PriceWalk
{
    private const double YearSeconds = 365 * 86_400.0;
    private readonly SandboxOptions _options;
    private readonly Random _random;
    private readonly double[] _start;
    private readonly double[] _logs;
    private readonly double _step;
    private readonly double _jumpChance;

    public PriceWalk(SandboxOptions options, IReadOnlyList<double> start)
    {
        (_options, _start, _random) = (options, [.. start], new Random(options.Seed));
        _logs = new double[start.Count];
        _step = options.Volatility * Math.Sqrt(options.PriceEvery.TotalSeconds / YearSeconds);
        _jumpChance = options.JumpsPerDay * options.PriceEvery.TotalSeconds / 86_400.0;
    }

    public double this[int market] => _start[market] * Math.Exp(_logs[market]);

    /// <summary>Every market takes one step.</summary>
    public void Step()
    {
        double common = Normal(), shared = Math.Sqrt(_options.Correlation), own = Math.Sqrt(1 - _options.Correlation);
        for (int i = 0; i < _logs.Length; i++)
        {
            double move = _step * (shared * common + own * Normal());
            if (_random.NextDouble() < _jumpChance) move += 0.01 * Normal();
            // Drawn back a little, so that a venue that is left alone for weeks does not leave its price limits.
            _logs[i] = Math.Clamp(_logs[i] * (1 - 1e-6) + move, -1.5, 1.5);
        }
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
