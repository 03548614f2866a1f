using Peregrine.Core;
using Peregrine.Crash.Audit;
using Peregrine.Crash.Venues;
using Xunit.Abstractions;

namespace Peregrine.Crash.Disks;

public class FlushTests(ITestOutputHelper output)
{
    /// <summary>As the system counts flushes, and the journal's bytes the groups.</summary>
    [StraceFact]
    public void A_group_of_commands_costs_one_write_and_one_flush()
    {
        using Place place = new() { SegmentBytes = 8 << 20, SnapshotEvery = 1_000_000 };
        using TroubledVenue venue = new(place);
        venue.Start(Strace.Around("fdatasync,pwrite64", place.Calls));
        venue.Client.Found(venue.Line);
        venue.TradeMore(acks: 2000);
        venue.Stop();

        Command[][] groups = [.. RawJournal.Groups(place.Data, 1)];
        string[] calls = [.. File.ReadLines(place.Calls).Where(static line => line.Contains(".journal>", StringComparison.Ordinal))];
        int flushes = calls.Count(static line => line.Contains(" fdatasync(", StringComparison.Ordinal));
        int writes = calls.Count(static line => line.Contains(", \"PGRP", StringComparison.Ordinal));
        output.WriteLine($"{groups.Sum(static g => g.Length)} commands in {groups.Length} groups: {writes} writes, {flushes} flushes");
        Assert.Equal(groups.Length, writes);
        // One more made the header of the only segment durable.
        Assert.Equal(groups.Length + 1, flushes);
        Assert.True(groups.Length < venue.Client.Acks, "commands that wait together share a group");
    }
}
