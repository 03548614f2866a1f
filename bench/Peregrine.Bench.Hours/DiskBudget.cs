namespace Peregrine.Bench.Hours;

/// <summary>What an operator is told that the disk takes, in <c>docs/operations.md</c>, with a quarter to spare.</summary>
internal static class DiskBudget
{
    private const long JournalBytes = 105, EventBytes = 320, HistoryBytes = 95;
    private const long SegmentBytes = 256L << 20, EventFileBytes = 64L << 20, EventsKept = (long)RunningVenue.EventsGiB << 30, HistoryBase = 32L << 20;

    /// <summary>What is above its budget; none when all is below.</summary>
    public static IEnumerable<string> Exceeded(Sample sample)
    {
        // Whole segments, and the next one is made ready.
        long segments = Spared(sample.Commands * JournalBytes) / SegmentBytes + 2;
        if (sample.JournalBytes > segments * SegmentBytes) yield return "journal";
        if (sample.EventBytes > Math.Min(Spared(sample.Commands * EventBytes), EventsKept) + 2 * EventFileBytes) yield return "events";
        if (sample.HistoryBytes > Spared(sample.Commands * HistoryBytes) + HistoryBase) yield return "history";
    }

    private static long Spared(long bytes) => bytes + bytes / 4;
}
