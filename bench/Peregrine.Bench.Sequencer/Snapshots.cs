using System.Diagnostics;
using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Writer;

namespace Peregrine.Bench.Sequencer;

/// <summary>A snapshot of a large venue, with the journal's latency before it and while it is made.</summary>
internal static class Snapshots
{
    public static async Task Measure(string folder, int accounts, int orders)
    {
        using PosixStorage storage = PosixStorage.At(folder);
        var clock = new SteadyClock();
        using Peregrine.Sequencer.Sequencer venue = Peregrine.Sequencer.Sequencer.Open(storage, clock, Starts.Options);
        LargeVenue.Fill(venue, accounts, orders);
        while (!venue.Shadow.HasCaughtUp) venue.Shadow.Step();
        using var threads = new SequencerThreads(venue, clock);
        await OneByOne(venue, static _ => true, 2000);
        Console.WriteLine($"submit to durable answer before a snapshot: {await OneByOne(venue, static _ => true, 10_000)}");
        long start = Stopwatch.GetTimestamp();
        venue.Shadow.AskForSnapshot();
        Percentiles beside = await OneByOne(venue, static v => v.Snapshots.Newest == 0, int.MaxValue);
        double took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long bytes = new FileInfo(Path.Combine(folder, venue.Snapshots.Newest.ToString("D19", CultureInfo.InvariantCulture) + ".snapshot")).Length;
        Console.WriteLine($"submit to durable answer beside it: {beside}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"snapshot of {accounts} accounts and {orders} orders: {bytes >> 20} MiB in {took:F2} s, asked to counted"));
    }

    private static async Task<Percentiles> OneByOne(Peregrine.Sequencer.Sequencer venue, Func<Peregrine.Sequencer.Sequencer, bool> goesOn, int most)
    {
        var flow = new Flow(1, 2, 1000);
        var times = new Percentiles(Math.Min(most, 2_000_000));
        for (int i = 0; i < most && goesOn(venue); i++)
        {
            Command command = flow.Next();
            long start = Stopwatch.GetTimestamp();
            CommandReceipt receipt = await venue.Submit([command]);
            times.Add(Stopwatch.GetTimestamp() - start);
            if (command.Header.Kind == CommandKind.PlaceOrder && receipt.Done.State == OrderState.Live) flow.Rests(new(receipt.Done.Detail1), command.Header.Account);
        }
        return times;
    }
}
