using System.Diagnostics;
using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer;
using Peregrine.Sequencer.Storage;
using Peregrine.Sequencer.Writer;

namespace Peregrine.Bench.Sequencer;

/// <summary>How long a start takes: from the journal alone, and from a snapshot with a tail behind it; and what the pipeline takes beside the engines.</summary>
internal static class Starts
{
    public static readonly SequencerOptions Options = new() { Snapshots = new() { OnStop = false } };

    public static void Recovery(string folder, int commands)
    {
        using (PosixStorage storage = PosixStorage.At(folder))
        {
            using Peregrine.Sequencer.Sequencer venue = Peregrine.Sequencer.Sequencer.Open(storage, new SteadyClock(), Options);
            LargeVenue.Found(venue, Math.Max(1 << 20, commands));
            LargeVenue.Run(venue, commands);
        }
        Open(folder, "recovery from the journal alone");
    }

    public static void FromSnapshot(string folder, int accounts, int orders, int tail)
    {
        using (PosixStorage storage = PosixStorage.At(folder))
        {
            using Peregrine.Sequencer.Sequencer venue = Peregrine.Sequencer.Sequencer.Open(storage, new SteadyClock(), Options);
            LargeVenue.Fill(venue, accounts, orders);
            while (!venue.Shadow.HasCaughtUp) venue.Shadow.Step();
            venue.Shadow.AskForSnapshot();
            while (venue.Shadow.Step() | venue.SnapshotKeeper.Step()) { }
            Invariant.That(venue.Snapshots.Newest > 0, "there is a snapshot");
            LargeVenue.Run(venue, tail);
        }
        Open(folder, string.Create(CultureInfo.InvariantCulture, $"start from a snapshot of {accounts} accounts and {orders} orders"));
    }

    public static void Memory(string folder)
    {
        long before = Resident();
        using PosixStorage storage = PosixStorage.At(folder);
        var clock = new SteadyClock();
        using Peregrine.Sequencer.Sequencer venue = Peregrine.Sequencer.Sequencer.Open(storage, clock, Options);
        using var threads = new SequencerThreads(venue, clock);
        foreach (Command[] group in Market.Groups(1 << 10, 10)) venue.Submit(group).AsTask().Wait();
        // Rings are touched as they come round.
        for (int i = 0; i < 300_000; i++)
        {
            while (venue.TrySubmit([Command.Of(default(CloseSession), account: 1)]).Code == RejectCode.Busy) Thread.Yield();
        }
        while (!venue.Shadow.HasCaughtUp) Thread.Sleep(10);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory: {before >> 20} MiB before, {Resident() >> 20} MiB with two engines of ten accounts and everything around them"));
    }

    private static void Open(string folder, string name)
    {
        using PosixStorage storage = PosixStorage.At(folder);
        long start = Stopwatch.GetTimestamp();
        using Peregrine.Sequencer.Sequencer venue = Peregrine.Sequencer.Sequencer.Open(storage, new SteadyClock(), Options);
        double open = Stopwatch.GetElapsedTime(start).TotalSeconds;
        RecoveryReport report = venue.Recovered;
        // The word that the venue is back waits for the writer, and as long as anything does the shadow stands back.
        LargeVenue.Step(venue);
        start = Stopwatch.GetTimestamp();
        while (!venue.Shadow.HasCaughtUp) venue.Shadow.Step();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}, page cache as it is: {report.Commands} commands behind command {report.FromSeq}, open after {open:F2} s of which replay {report.Took.TotalSeconds:F2}, shadow there after {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s more, hash {report.RollingHash:x16}"));
    }

    private static long Resident()
    {
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
