using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Sequencer.Journal;

namespace Peregrine.Sequencer.Tools;

/// <summary>What operators do with event files and followers while no venue runs on them; a running one offers the same on <see cref="Events.Followers"/>.</summary>
public static class EventTools
{
    /// <summary>How operators say that what cannot be made again may go.</summary>
    public const string FromWhatIsLeft = "--from-what-is-left";

    /// <summary>One line for each follower.</summary>
    public static IReadOnlyList<string> Followers(IStorage storage) => [.. FollowerCursors.Open(storage).All.Select(Line)];

    /// <summary>Reads all files through and says in a sentence what they hold.</summary>
    /// <exception cref="EventFileException">One is damaged; the sentence says where.</exception>
    public static string Verify(IStorage storage)
    {
        long first = 0;
        long next = 0;
        foreach ((string name, IStorageFile file, EventFileHeader header) in Files(storage))
        {
            if (first == 0) first = header.FirstSeq;
            if (next > 0 && header.FirstSeq != next && header.BeginsAnew == 0) throw EventFileException.Damage(name, 0, $"the events of command {next} come next, and it begins with command {header.FirstSeq}");
            next = ReadThrough(name, file, header.FirstSeq);
        }
        return next == 0 ? "there are no events" : string.Create(CultureInfo.InvariantCulture, $"sound from command {first} to command {next - 1}");
    }

    /// <summary>What lacks between the venue's first command and the last events there are, for a sentence; null when nothing does.</summary>
    /// <remarks>By where files begin and end: damage in between shows when they are told.</remarks>
    public static string? Missing(IStorage storage)
    {
        long next = 1;
        foreach ((string name, IStorageFile file, EventFileHeader header) in Files(storage))
        {
            if (header.FirstSeq != next) return string.Create(CultureInfo.InvariantCulture, $"the events of commands {next} to {header.FirstSeq - 1} are kept nowhere any more");
            EventFileSeal seal = EventFileSeal.Read(file);
            next = seal.IsIntact ? seal.LastSeq + 1 : ReadThrough(name, file, header.FirstSeq);
        }
        return next == 1 ? "there are no events" : null;
    }

    /// <summary>Tells all events there are, oldest first, in pieces of whole commands; says in a sentence of which commands.</summary>
    /// <exception cref="EventFileException">A file is damaged; what lies before the damage was told.</exception>
    public static string Tell(IStorage storage, IEventSink to)
    {
        (long first, long next) = (0, 0);
        foreach ((string name, IStorageFile file, EventFileHeader header) in Files(storage))
        {
            if (first == 0) first = header.FirstSeq;
            next = ReadThrough(name, file, header.FirstSeq, to);
        }
        return next == 0 ? "there are no events" : string.Create(CultureInfo.InvariantCulture, $"events of commands {first} to {next - 1}");
    }

    /// <summary>A follower that was cut off goes on with the oldest events there are; what it missed is recorded.</summary>
    public static string ContinueBehindGap(IStorage storage, string name) =>
        Change(storage, name, static (cursors, one, first) =>
        {
            if (one.State != FollowerState.Broken) throw new JournalException($"{one.Name} was not cut off: there is no gap to continue behind.");
            cursors.ContinueBehindGap(one.Name, first);
        });

    /// <summary>A follower is to forget all it has and begin with the oldest events there are.</summary>
    /// <param name="storage">Where the event files are.</param>
    /// <param name="name">Whose name.</param>
    /// <param name="fromWhatIsLeft">Whether it may lose what it was told of commands whose events are gone.</param>
    /// <exception cref="JournalException">It would lose some; nothing was changed.</exception>
    public static string Rebuild(IStorage storage, string name, bool fromWhatIsLeft) => Change(storage, name, (cursors, one, first) =>
    {
        if (!fromWhatIsLeft && Missing(storage) is { } missing)
            throw new JournalException($"{one.Name} would lose what it has and cannot be told again: {missing}. Nothing was changed; {FromWhatIsLeft} makes it forget that for ever.");
        cursors.Rebuild(one.Name, Math.Max(1, first));
    });

    /// <summary>Nothing is kept for a follower any more.</summary>
    public static string Forget(IStorage storage, string name)
    {
        Change(storage, name, static (cursors, one, _) => cursors.Forget(one.Name));
        return $"{name} is forgotten: no events are kept for it";
    }

    private static string Change(IStorage storage, string name, Action<FollowerCursors, FollowerCursor, long> change)
    {
        FollowerCursors cursors = FollowerCursors.Open(storage);
        FollowerCursor one = cursors.Find(name) ?? throw new JournalException($"nobody follows as '{name}'.");
        change(cursors, one, Files(storage).Select(static f => f.Header.FirstSeq).FirstOrDefault());
        cursors.Save();
        return cursors.Find(name) is { } changed ? Line(changed) : "";
    }

    // Oldest first, each open for as long as it is looked at.
    private static IEnumerable<(string Name, IStorageFile File, EventFileHeader Header)> Files(IStorage storage)
    {
        foreach (string name in storage.List().Where(EventFileLayout.IsName))
        {
            using IStorageFile file = storage.Open(name);
            EventFileHeader header = EventFileHeader.Read(file);
            if (!header.IsIntact) throw EventFileException.Damage(name, 0, "its header does not match its checksum");
            yield return (name, file, header);
        }
    }

    private static long ReadThrough(string name, IStorageFile file, long firstSeq, IEventSink? to = null)
    {
        EventFileSeal seal = EventFileSeal.Read(file);
        var blocks = new EventBlocks(file, firstSeq);
        long end = seal.IsIntact ? seal.End : file.Length;
        while (blocks.Offset < end)
        {
            long at = blocks.Offset;
            ReadOnlySpan<byte> events = default;
            string? fault = blocks.Peek(end) ?? blocks.Take(out events);
            if (fault is null)
            {
                to?.Take(events);
                continue;
            }
            // One that was not closed ends where nothing was written yet.
            if (!seal.IsIntact) break;
            throw EventFileException.Damage(name, at, fault);
        }
        return blocks.NextSeq;
    }

    private static string Line(FollowerCursor one)
    {
        string gap = one.GapFrom == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", without commands {one.GapFrom} to {one.GapTo}");
        return string.Create(CultureInfo.InvariantCulture, $"{one.Name}: {one.State}, has everything up to command {one.Cursor}{gap}");
    }
}
