using Peregrine.Core;

namespace Peregrine.Sequencer.Journal;

/// <summary>The segments in a folder, oldest first, as far as their headers tell.</summary>
internal sealed class SegmentSet
{
    private const int PieceBytes = 1 << 20, SampleBytes = 4096;

    private SegmentSet(Segment[] used, string[] unused) => (Used, Unused) = (used, unused);

    /// <summary>Consecutive, of one venue.</summary>
    public Segment[] Used { get; }

    /// <summary>Prepared for later, or cut off while they were prepared: nothing was ever written to them.</summary>
    public string[] Unused { get; }

    public static SegmentSet Load(IStorage storage)
    {
        List<Segment> used = [];
        List<string> unused = [];
        foreach (string name in storage.List())
        {
            if (!Segment.IsName(name)) continue;
            using IStorageFile file = storage.Open(name);
            SegmentHeader header = Segment.ReadHeader(file);
            if (header.IsIntact)
            {
                if (unused.Count > 0) throw JournalException.Damage(unused[^1], 0, "a later segment is in use, and this one has no header");
                CheckFollows(name, in header, used);
                used.Add(new Segment(name, in header));
                continue;
            }
            if (WasWritten(file)) throw JournalException.Damage(name, 0, "something was written to it, and its header does not match its checksum");
            unused.Add(name);
        }
        return new SegmentSet([.. used], [.. unused]);
    }

    private static void CheckFollows(string name, in SegmentHeader header, List<Segment> before)
    {
        if (header.FormatVersion != JournalLayout.FormatVersion)
            throw new JournalException($"{name} has format {header.FormatVersion}; this program reads format {JournalLayout.FormatVersion}.");
        if (name != Segment.NameOf(header.Number)) throw JournalException.Damage(name, 0, $"its header says that it is {Segment.NameOf(header.Number)}");
        if (before.Count == 0) return;
        SegmentHeader last = before[^1].Header;
        if (header.VenueId != last.VenueId) throw JournalException.Damage(name, 0, "it belongs to another venue than the segment before it");
        if (header.Number != last.Number + 1) throw JournalException.Damage(Segment.NameOf(last.Number + 1), 0, "the segment is missing");
        if (header.FirstSeq < last.FirstSeq) throw JournalException.Damage(name, 0, "it begins before the segment before it");
    }

    // A header is flushed before the first group is written, so anything behind one that cannot be read was not left by a crash. Groups lie one behind the other from the beginning:
    // the whole first piece is looked at, and a little of each further one, in case the beginning is what was lost.
    private static bool WasWritten(IStorageFile file)
    {
        byte[] piece = new byte[PieceBytes];
        for (long at = JournalLayout.FirstGroupAt; at < file.Length; at += PieceBytes)
        {
            int length = at == JournalLayout.FirstGroupAt ? PieceBytes : SampleBytes;
            if (piece.AsSpan(0, file.Read(at, piece.AsSpan(0, (int)Math.Min(length, file.Length - at)))).ContainsAnyExcept((byte)0)) return true;
        }
        return false;
    }
}
