using System.Diagnostics;
using System.Globalization;
using Peregrine.Core;

namespace Peregrine.Bench.Engine;

/// <summary>Thousands of stops that fire on one price: from the mark that fires them to the last of their fills, each against its own order.</summary>
/// <remarks>A command executes at most 1,024 triggers; after that the engine asks for ticks until nothing waits, and gets them here.</remarks>
internal sealed class TriggerBurst
{
    private const int Makers = 100, Depth = 1000, Levels = 50, Rounds = 7;
    private const int OthersDistance = 100_000;
    private const double TargetMs = 50;

    private readonly int _count;
    private readonly Venue _venue;
    private readonly List<(double Ms, int Commands, double LongestMs)> _rounds = [];

    private TriggerBurst(int count, int others, Scale scale)
    {
        _count = count;
        _venue = new Venue(scale.RoomFor(2 * count + Makers + others));
        _venue.OpenAccounts(count + Makers);
        var draw = new Draw(0);
        for (int i = 0; i < others; i++)
        {
            ref PlaceOrder stop = ref _venue.BeginTrigger(1 + draw.Below(count), Side.Sell, TriggerKind.Stop, lots: 1);
            stop.TriggerPrice = new(Venue.Mark - OthersDistance - draw.Below(OthersDistance));
            _venue.Apply();
        }
    }

    public static void Run(Scale scale, TextWriter output)
    {
        output.WriteLine($"\n### burst: {scale.Burst} stops fire on one price\n");
        output.WriteLine("| other stops waiting | ms: median (least–most) | commands | longest command, ms | ns per stop | under 50 ms | checksum |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (int others in new[] { 0, scale.Largest - 2 * scale.Burst })
        {
            if (others < 0) continue;
            var burst = new TriggerBurst(scale.Burst, others, scale);
            scale.Warm(burst.Round);
            burst._rounds.Clear();
            for (int i = 0; i < Rounds; i++) burst.Round();
            output.WriteLine(burst.Row(others));
        }
    }

    private void Round()
    {
        Arm();
        int before = _venue.State.Triggers.Triggers.Count;
        int commands = 0;
        double longestMs = 0;
        long began = Stopwatch.GetTimestamp();
        do
        {
            long start = Stopwatch.GetTimestamp();
            if (commands++ == 0) _venue.SetMark((Venue.Mark - Depth) * 1000L);
            else _venue.Tick(0);
            longestMs = Math.Max(longestMs, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        while (_venue.HasWork);
        _rounds.Add((Stopwatch.GetElapsedTime(began).TotalMilliseconds, commands, longestMs));

        if (before - _venue.State.Triggers.Triggers.Count != _count || _venue.State.Orders.Count != 0)
            throw new WrongWorkException("Not every stop was filled by the order that waited for it.");
        _venue.SetMark(Venue.Mark * 1000L);
    }

    // Everybody buys one lot of the makers and protects it with a stop; the makers wait below for what the stops will sell.
    private void Arm()
    {
        for (int account = 1; account <= _count; account++)
        {
            int maker = _count + 1 + account % Makers;
            _venue.Place(maker, Side.Sell, Venue.Mark, 1);
            _venue.Place(account, Side.Buy, Venue.Mark, 1, TimeInForce.Ioc);
            ref PlaceOrder stop = ref _venue.BeginTrigger(account, Side.Sell, TriggerKind.Stop, lots: 1);
            stop.TriggerPrice = new(Venue.Mark - Depth);
            stop.Flags = OrderFlags.ReduceOnly;
            _venue.Apply();
        }
        for (int i = 0; i < _count; i++) _venue.Place(_count + 1 + i % Makers, Side.Buy, Venue.Mark - Depth - 1 - i % Levels, 1);
    }

    private string Row(int others)
    {
        var measured = _rounds.OrderBy(r => r.Ms).ToArray();
        var median = measured[measured.Length / 2];
        string verdict = median.Ms < TargetMs ? "yes" : "NO";
        return string.Create(CultureInfo.InvariantCulture,
            $"| {others} | {median.Ms:0.0} ({measured[0].Ms:0.0}–{measured[^1].Ms:0.0}) | {median.Commands} | {measured.Max(r => r.LongestMs):0.00} | "
            + $"{median.Ms * 1e6 / _count:0} | {verdict} | {_venue.Checksum:x16} |");
    }
}
