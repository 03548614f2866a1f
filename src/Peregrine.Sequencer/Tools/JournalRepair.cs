using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Snapshots;

namespace Peregrine.Sequencer.Tools;

/// <summary>Puts a damaged journal right, from somebody who has the bytes or by giving up what cannot be read. Damaged files are kept.</summary>
public static class JournalRepair
{
    private const int CopyBytes = 1 << 20;
    private const string Kept = ".damaged";

    /// <summary>Replaces the first damaged segment by that of a replica or backup. Says what was done; to be repeated until nothing is damaged.</summary>
    /// <exception cref="JournalException">Nothing is damaged, or the other journal does not help.</exception>
    public static string From(IStorage storage, IStorage replica)
    {
        JournalException damage = DamageOf(storage);
        string name = damage.FileName;
        Segment? theirs = Array.Find(SegmentSet.Load(replica).Used, segment => segment.Name == name);
        if (theirs is null) throw new JournalException($"the replica has no {name}.");
        using IStorageFile source = replica.Open(name);
        CheckBelongs(storage, replica, theirs);
        string? kept = Keep(storage, name);
        if (kept is not null) storage.Delete(name);
        using IStorageFile target = storage.Create(name, source.Length);
        Copy(source, target, JournalLayout.FirstGroupAt);
        // The header last: a copy that is cut off in the middle is no segment.
        byte[] header = new byte[JournalLayout.FirstGroupAt];
        source.Read(0, header);
        target.Flush();
        target.Write(0, header);
        target.Flush();
        return kept is null ? $"{name} was taken from the replica" : $"{name} was replaced by the replica's; the damaged one is kept as {kept}";
    }

    /// <summary>Gives up everything behind the last command that can be read. Commands that were acknowledged are lost by this, so the caller names that number.</summary>
    public static string CutAfter(IStorage storage, long lastSeq)
    {
        JournalException damage = DamageOf(storage);
        long readable = JournalCheck.Of(storage).LastSeq;
        if (lastSeq != readable)
            throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"the last command that can be read is {readable}, and {lastSeq} was named: nothing was cut."));
        if (damage.Offset < JournalLayout.FirstGroupAt) throw new JournalException($"{damage.FileName} has no header to keep: only a replica can help.");
        SnapshotSet snapshots = SnapshotSet.Load(storage);
        CheckCanBegin(storage, snapshots, lastSeq);
        string[] later = [.. storage.List().Where(name => Segment.IsName(name) && string.CompareOrdinal(name, damage.FileName) > 0).Reverse()];
        foreach (string name in later)
        {
            Keep(storage, name);
            storage.Delete(name);
        }
        Keep(storage, damage.FileName);
        using IStorageFile file = storage.Open(damage.FileName);
        using var cursor = new SegmentCursor(storage.Open(damage.FileName), Segment.ReadHeader(file));
        while (cursor.TryNext()) { }
        new SegmentTail(file.Length, -1).Clear(file, cursor.Offset);
        // The journal will pass that number again with other commands, and then these would be taken for states of it.
        foreach (long seq in snapshots.Seqs.Where(seq => seq > lastSeq).ToArray()) snapshots.SetAside(seq);
        return string.Create(CultureInfo.InvariantCulture, $"the journal ends with command {lastSeq}; what was cut off is kept in files whose names go on with .damaged");
    }

    // A journal that no longer begins with command 1 is nothing without a snapshot to begin with.
    private static void CheckCanBegin(IStorage storage, SnapshotSet snapshots, long lastSeq)
    {
        SegmentHeader first = SegmentSet.Load(storage).Used[0].Header;
        bool canBegin = first.FirstSeq == 1 || snapshots.Seqs.Any(seq => seq <= lastSeq && seq + 1 >= first.FirstSeq && SnapshotCheck.Of(storage, seq, first.VenueId) is null);
        if (!canBegin) throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"no good snapshot was taken between commands {first.FirstSeq - 1} and {lastSeq}, so nothing could start from what would be left: nothing was cut."));
    }

    private static JournalException DamageOf(IStorage storage)
    {
        JournalException damage = JournalCheck.Of(storage).Damage ?? throw new JournalException("nothing is damaged.");
        return damage.FileName.Length > 0 ? damage : throw damage;
    }

    // Theirs must stand between our neighbours: same venue, beginning and ending where ours did.
    private static void CheckBelongs(IStorage storage, IStorage replica, Segment theirs)
    {
        using var cursor = new SegmentCursor(replica.Open(theirs.Name), theirs.Header);
        while (cursor.TryNext()) { }
        foreach (string name in storage.List().Where(Segment.IsName))
        {
            using IStorageFile file = storage.Open(name);
            SegmentHeader mine = Segment.ReadHeader(file);
            if (!mine.IsIntact) continue;
            if (mine.VenueId != theirs.Header.VenueId) throw new JournalException("the replica is another venue's.");
            bool follows = mine.Number == theirs.Header.Number + 1;
            if (follows && (mine.FirstSeq != cursor.NextSeq || mine.Chain != cursor.Chain)) throw new JournalException($"the replica's {theirs.Name} does not end where ours did.");
        }
        if (cursor.Fault is not null) throw new JournalException($"the replica's {theirs.Name} is damaged too: {cursor.Fault}.");
    }

    // Under a name of its own, whatever earlier repairs kept: one that was interrupted finds the copy that it made. Null when there is nothing to keep.
    private static string? Keep(IStorage storage, string name)
    {
        IReadOnlyList<string> names = storage.List();
        if (!names.Contains(name, StringComparer.Ordinal)) return null;
        using IStorageFile from = storage.Open(name);
        string kept = name + Kept;
        for (int i = 2; names.Contains(kept, StringComparer.Ordinal); i++)
        {
            if (IsCopy(storage, kept, from)) return kept;
            kept = string.Create(CultureInfo.InvariantCulture, $"{name}{Kept}.{i}");
        }
        using IStorageFile to = storage.Create(kept, from.Length);
        Copy(from, to, 0);
        to.Flush();
        return kept;
    }

    private static bool IsCopy(IStorage storage, string name, IStorageFile of)
    {
        using IStorageFile file = storage.Open(name);
        byte[] theirs = new byte[CopyBytes], ours = new byte[CopyBytes];
        long at = 0;
        for (int read; (read = of.Read(at, ours)) > 0; at += read)
        {
            if (file.Read(at, theirs) != read || !theirs.AsSpan(0, read).SequenceEqual(ours.AsSpan(0, read))) return false;
        }
        return file.Length == of.Length;
    }

    private static void Copy(IStorageFile from, IStorageFile to, long at)
    {
        byte[] buffer = new byte[CopyBytes];
        for (int read; (read = from.Read(at, buffer)) > 0; at += read) to.Write(at, buffer.AsSpan(0, read));
    }
}
