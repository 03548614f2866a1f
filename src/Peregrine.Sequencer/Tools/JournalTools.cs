using System.Globalization;
using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Sequencer.Snapshots;

namespace Peregrine.Sequencer.Tools;

/// <summary>What operators do with a journal while no venue runs on it.</summary>
public static class JournalTools
{
    /// <summary>Writes commands as lines, from a sequence number on. What operators skipped is told and marked.</summary>
    public static void Dump(IStorage storage, TextWriter to, long fromSeq = 1, long count = long.MaxValue)
    {
        Segment[] segments = SegmentSet.Load(storage).Used;
        var commands = new Command[Engine.Engine.GroupMax];
        foreach (Segment segment in segments)
        {
            using var cursor = new SegmentCursor(storage.Open(segment.Name), segment.Header);
            while (count > 0 && cursor.TryNext())
            {
                if (cursor.Header.LastSeq < fromSeq) continue;
                if (commands.Length < cursor.Header.Count) commands = new Command[cursor.Header.Count];
                Span<Command> group = commands.AsSpan(0, cursor.Header.Count);
                GroupCodec.Decode(cursor.Group, group);
                foreach (ref readonly Command command in group)
                {
                    if (command.Header.Seq < fromSeq || count-- <= 0) continue;
                    long seq = command.Header.Seq;
                    to.WriteLine(CommandText.Of(in command) + (Array.Exists(segments, s => s.Skips(seq)) ? " (skipped)" : ""));
                }
            }
        }
    }

    /// <summary>Leaves a command out of every replay; a member of a group takes the whole group with it. Says what was done.</summary>
    /// <exception cref="JournalException">It is not in the journal, or cannot be left out.</exception>
    public static string Skip(IStorage storage, JournalOptions options, long seq, string firstOperator, string secondOperator)
    {
        OperatorName first = OperatorName.Parse(firstOperator), second = OperatorName.Parse(secondOperator);
        if (firstOperator == secondOperator) throw new JournalException("two operators decide, and one was named twice.");
        if (seq == 1) throw new JournalException("command 1 made the venue: there is nothing without it.");
        using FileCommandLog log = FileCommandLog.Open(storage, options);
        if (seq < log.FirstSeq || seq > log.Tail) throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"the journal holds commands {log.FirstSeq} to {log.Tail}, and not {seq}."));
        // Its outcome is in that state, and in the hashes of everything behind it.
        if (SnapshotSet.Load(storage).Newest is long newest && newest >= seq)
            throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"command {seq} is in the snapshot after command {newest}: it was applied and stopped nothing."));
        if (log.IsSkipped(seq)) throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"command {seq} is skipped already."));
        CommandHeader header = HeaderOf(log, seq);
        bool isMember = header.GroupCount is > 1 and <= Engine.Engine.GroupMax && header.GroupIndex < header.GroupCount;
        (long from, long count) = isMember ? (seq - header.GroupIndex, header.GroupCount) : (seq, 1);
        log.Skip(from, count, first, second);
        return string.Create(CultureInfo.InvariantCulture, $"commands {from} to {from + count - 1} are left out of every replay from now on, by {first} and {second}.");
    }

    private static CommandHeader HeaderOf(FileCommandLog log, long seq)
    {
        using ICommandReader reader = log.OpenReader(seq);
        bool found = reader.TryRead(out CommandGroup group);
        Invariant.That(found && group.Commands[0].Header.Seq == seq, "what lies between the first and the last command is there");
        return group.Commands[0].Header;
    }
}
