using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Snapshots;

namespace Peregrine.Sequencer.Tools;

/// <summary>Reads a whole journal and says what is in it, up to the first thing that is wrong.</summary>
/// <param name="Segments">One line for each segment.</param>
/// <param name="LastSeq">The last command that can be read.</param>
/// <param name="Torn">What the next start will cut off; null when the journal ends well.</param>
/// <param name="Damage">What stops the next start; null when nothing does.</param>
public sealed record JournalCheck(IReadOnlyList<string> Segments, long LastSeq, TornTail? Torn, JournalException? Damage)
{
    /// <summary>One line for each snapshot.</summary>
    public IReadOnlyList<string> Snapshots { get; private init; } = [];

    public bool IsSound => Damage is null;

    public static JournalCheck Of(IStorage storage)
    {
        List<string> lines = [];
        long lastSeq = 0;
        TornTail? torn = null;
        List<string> snapshots = [];
        try
        {
            Segment[] segments = SegmentSet.Load(storage).Used;
            ulong? chain = null;
            for (int i = 0; i < segments.Length; i++)
            {
                bool isLast = i + 1 == segments.Length;
                using var cursor = new SegmentCursor(storage.Open(segments[i].Name), segments[i].Header);
                if (chain is { } end && end != segments[i].Header.Chain) throw JournalException.Damage(segments[i].Name, 0, "it does not follow from the segment before it");
                while (cursor.TryNext()) { }
                lastSeq = cursor.NextSeq - 1;
                chain = cursor.Chain;
                if (isLast) torn = CheckTail(storage, segments[i], cursor);
                else if (segments[i + 1].Header.FirstSeq != cursor.NextSeq) throw JournalException.Damage(segments[i].Name, cursor.FaultAt, cursor.Fault ?? $"command {cursor.NextSeq} is missing");
                lines.Add(Line(segments[i], cursor));
            }
            CheckSnapshots(storage, segments, lastSeq, snapshots);
        }
        catch (JournalException e)
        {
            return new JournalCheck(lines, lastSeq, torn, e) { Snapshots = snapshots };
        }
        return new JournalCheck(lines, lastSeq, torn, null) { Snapshots = snapshots };
    }

    // A journal that no longer begins with command 1 needs one to begin with.
    private static void CheckSnapshots(IStorage storage, Segment[] segments, long lastSeq, List<string> lines)
    {
        if (segments.Length == 0) return;
        ref readonly SegmentHeader first = ref segments[0].Header;
        bool canBegin = first.FirstSeq == 1;
        foreach (long seq in SnapshotSet.Load(storage).Seqs)
        {
            string? fault = SnapshotCheck.Of(storage, seq, first.VenueId);
            if (fault is null && seq > lastSeq) fault = "the journal ends before it";
            if (fault is null && seq + 1 < first.FirstSeq) fault = "the journal begins after it";
            canBegin |= fault is null;
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{SnapshotSet.NameOf(seq)}: after command {seq}, {fault ?? "good"}"));
        }
        if (!canBegin) throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"the journal begins with command {first.FirstSeq}, and no good snapshot reaches so far: put back a snapshot or the older segments."));
    }

    private static TornTail? CheckTail(IStorage storage, Segment last, SegmentCursor cursor)
    {
        using IStorageFile file = storage.Open(last.Name);
        SegmentTail tail = SegmentTail.Scan(file, cursor.Offset);
        string reason = cursor.Fault ?? "its beginning was never written";
        if (tail.HasLaterGroup) throw JournalException.Damage(last.Name, cursor.FaultAt, $"{reason}, and more commands follow at {tail.LaterGroupAt}");
        return tail.DirtyEnd > cursor.Offset ? new TornTail(last.Name, cursor.Offset, tail.DirtyEnd - cursor.Offset, cursor.NextSeq, reason) : null;
    }

    private static string Line(Segment segment, SegmentCursor cursor)
    {
        ref readonly SegmentHeader header = ref segment.Header;
        string skips = header.SkippedCount == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $", skips {header.SkippedCount} from {header.SkippedSeq} by {header.FirstOperator} and {header.SecondOperator}");
        return string.Create(CultureInfo.InvariantCulture,
            $"{segment.Name}: commands {header.FirstSeq} to {cursor.NextSeq - 1}, rules {header.RulesVersion}, epoch {cursor.Epoch}, {cursor.Offset} bytes used, chain {cursor.Chain:x16}{skips}");
    }
}
