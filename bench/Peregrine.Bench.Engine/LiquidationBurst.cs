using System.Diagnostics;
using System.Globalization;
using Peregrine.Core;

namespace Peregrine.Bench.Engine;

/// <summary>What a price costs while nobody is near liquidation, whatever the number of positions, and a crash that liquidates thousands at once.</summary>
internal sealed class LiquidationBurst
{
    private const int PositionsPerMaker = 1000, Lots = 1000, Leverage = 100, Updates = 20_000, Warm = 2_000;
    private const int Small = Venue.Mark / 10_000;
    private const int Crash = Venue.Mark * 7 / 1000;

    private readonly int _count;
    private readonly int _makers;
    private readonly Venue _venue;

    private LiquidationBurst(int count, Scale scale)
    {
        _count = count;
        _makers = Math.Max(100, count / PositionsPerMaker);
        _venue = new Venue(scale.RoomFor(count + _makers));
        _venue.OpenAccounts(count + _makers);
        for (int account = 1; account <= count; account++)
        {
            _venue.Isolate(account, Leverage);
            _venue.Trade(account, MakerOf(account), Venue.Mark, Lots);
        }
    }

    public static void Run(Scale scale, TextWriter output)
    {
        output.WriteLine("\n### liquidation: a price that reaches nobody\n");
        output.WriteLine("| isolated positions | median ns | p99 ns | longest ns | checksum |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (int size in scale.Sizes) output.WriteLine(new LiquidationBurst(size, scale).Quiet());
        output.WriteLine($"\n### liquidation: a crash that liquidates {scale.Burst}\n");
        output.WriteLine("| liquidated | ms | commands | longest command, ms | us each | checksum |");
        output.WriteLine("|---|---|---|---|---|---|");
        scale.Warm(() => new LiquidationBurst(scale.Burst / 10, scale).Crashed());
        for (int count = scale.Burst / 10; count <= scale.Burst; count *= 10) output.WriteLine(new LiquidationBurst(count, scale).Crashed());
    }

    private int MakerOf(int account) => _count + 1 + account % _makers;

    private string Quiet()
    {
        var ns = new double[Updates];
        var draw = new Draw(1);
        for (int i = -Warm; i < Updates; i++)
        {
            int mark = Venue.Mark - Small + draw.Below(2 * Small);
            long start = Stopwatch.GetTimestamp();
            _venue.SetMark(mark * 1000L);
            if (i >= 0) ns[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }
        if (_venue.State.Cases.Count != 0) throw new WrongWorkException("A price that should reach nobody liquidated somebody.");
        Array.Sort(ns);
        return string.Create(CultureInfo.InvariantCulture, $"| {_count} | {ns[Updates / 2]:0} | {ns[Updates * 99 / 100]:0} | {ns[^1]:0} | {_venue.Checksum:x16} |");
    }

    private string Crashed()
    {
        for (int account = 1; account <= _count; account++) _venue.Place(MakerOf(account), Side.Buy, Venue.Mark - Crash - 1, Lots);
        int commands = 0;
        double longestMs = 0;
        long began = Stopwatch.GetTimestamp();
        do
        {
            long start = Stopwatch.GetTimestamp();
            if (commands++ == 0) _venue.SetMark((Venue.Mark - Crash) * 1000L);
            else _venue.Tick(0);
            longestMs = Math.Max(longestMs, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        while (_venue.HasWork);
        double ms = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        if (_venue.State.Markets[Venue.Market].OpenInterest.Value != 0) throw new WrongWorkException("Not every position was closed.");
        return string.Create(CultureInfo.InvariantCulture, $"| {_count} | {ms:0.0} | {commands} | {longestMs:0.00} | {ms * 1000 / _count:0.0} | {_venue.Checksum:x16} |");
    }
}
