namespace Peregrine.Sandbox.Prices;

/// <summary>Simulated sources telling the prices of everything that has a price, each second and with a speed factor a little more often.</summary>
/// <remarks>All of them at once: the venue writes them as one group with one flush, and sleeps in between.</remarks>
public sealed class PriceRoom
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    /// <summary>More updates a second than this would show nobody anything.</summary>
    private const int OftenestASecond = 4;

    private readonly IReadOnlyList<PricedThing> _things;
    private readonly IPriceTeller _teller;
    private readonly TimeProvider _time;
    private readonly PriceWalk _walk;
    private readonly int[] _places;
    private readonly SourceVoice[][] _voices;
    private readonly TimeSpan _every;
    private readonly TimeSpan _step;

    public PriceRoom(SandboxOptions options, IReadOnlyList<PricedThing> things, IPriceTeller teller, TimeProvider time)
    {
        (_things, _teller, _time) = (things, teller, time);
        string[] underlyings = [.. things.Select(static t => t.Underlying).Distinct(StringComparer.Ordinal)];
        _places = [.. things.Select(t => Array.IndexOf(underlyings, t.Underlying))];
        double[] start = [.. underlyings.Select(u => Dollars(things.First(t => t.Underlying == u)))];
        _walk = new PriceWalk(new Forecast(options.Scenario, options.Seed), options.Seed, start);
        Random random = new(options.Seed);
        _voices = [.. things.Select(_ => SimulatedSource.All.Select(s => new SourceVoice(s, random)).ToArray())];
        _every = Second / Math.Min(options.Speed, OftenestASecond);
        _step = _every * options.Speed;
    }

    /// <summary>Tells prices until it is cancelled.</summary>
    public async Task Run(CancellationToken stop)
    {
        using var beat = new PeriodicTimer(_every, _time);
        do await Tell().ConfigureAwait(false);
        while (await beat.WaitForNextTickAsync(stop).ConfigureAwait(false));
    }

    /// <summary>One step of all prices, told.</summary>
    public async Task Tell()
    {
        _walk.Step(_step);
        List<Task> told = [];
        for (int i = 0; i < _things.Count; i++)
        {
            List<SourceQuote> quotes = Speak(i);
            if (quotes.Count > 0) told.Add(_teller.Tell(_things[i].Subject, quotes).AsTask());
        }
        await Task.WhenAll(told).ConfigureAwait(false);
    }

    private List<SourceQuote> Speak(int thing)
    {
        PricedThing what = _things[thing];
        double price = Math.Clamp(_walk[_places[thing]] * what.UnitsPerDollar, 1, what.PriceMax);
        List<SourceQuote> quotes = [];
        foreach (SourceVoice voice in _voices[thing])
        {
            if (voice.TrySpeak(price, out SourceQuote quote)) quotes.Add(quote with { Price = Math.Min(quote.Price, what.PriceMax) });
        }
        return quotes;
    }

    private static double Dollars(PricedThing thing) => (double)thing.Price / thing.UnitsPerDollar;
}
