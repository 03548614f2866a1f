using System.Globalization;
using Peregrine.Crash.Venue;
using Peregrine.Crash.Venues;

namespace Peregrine.Crash.Disks;

public class FailingDiskTests
{
    // Of each thread: more than a start needs, which writes the last event file again, and few enough to be reached soon.
    private const int Nth = 80;

    /// <summary>One call fails, and all others after it would go well: who asked again would be told so.</summary>
    [StraceTheory]
    [InlineData("fdatasync", "EIO")]
    [InlineData("pwrite64", "EIO")]
    [InlineData("pwrite64", "ENOSPC")]
    public void After_a_call_that_failed_nothing_more_is_written_or_acknowledged_and_a_restart_goes_on(string call, string error)
    {
        // One segment and no snapshot: the writer's calls are its groups.
        using Place place = new() { SegmentBytes = 8 << 20, SnapshotEvery = 1_000_000 };
        using TroubledVenue venue = new(place);
        venue.Found();
        venue.Start(Strace.Around("fdatasync,pwrite64", place.Calls, string.Create(CultureInfo.InvariantCulture, $"{call}:error={error}:when={Nth}")));
        venue.TradeUntil(() => venue.Client.Doubts > 0);
        int refused = venue.Client.ReadOnlyRefusals;
        venue.TradeUntil(() => venue.Client.ReadOnlyRefusals > refused + 100);
        Standing standing = venue.Line.AskStanding();
        Assert.Equal("ReadOnly", standing.State);
        Assert.StartsWith("the journal could not be written", standing.Reason, StringComparison.Ordinal);
        Assert.Equal(0, venue.Client.AcksAfterDoubt);
        venue.Kill();
        CheckNothingFollows(File.ReadAllLines(place.Calls));

        long acks = venue.Client.Acks;
        venue.Start();
        venue.CheckState();
        venue.TradeMore(acks: 500);
        Assert.Equal("Running", venue.Line.AskStanding().State);
        venue.Stop();
        Assert.True(venue.Client.Acks > acks);
        Assert.Equal(venue.Client.Acks, venue.Tally.Acknowledged);
    }

    // The thread that writes groups is the one whose failure counts; a line begins with the thread's number.
    private static void CheckNothingFollows(string[] calls)
    {
        string writer = calls.Last(static line => line.Contains(".journal>, \"PGRP", StringComparison.Ordinal)).Split(' ')[0];
        string[] its = [.. calls.Where(line => line.StartsWith(writer + " ", StringComparison.Ordinal))];
        int failed = Array.FindIndex(its, static line => line.Contains("(INJECTED)", StringComparison.Ordinal));
        Assert.True(failed >= 0, "the call that was to fail did not");
        Assert.DoesNotContain(its[(failed + 1)..], static line => line.Contains(".journal>", StringComparison.Ordinal));
    }
}
