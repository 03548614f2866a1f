using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Sequencer.Journal;
using Peregrine.Simulation.Disk;

namespace Peregrine.Sequencer.Tests.Journal;

/// <summary>Small journals on a simulated disk, and what lies in them.</summary>
internal static class Journals
{
    public const string First = "00000001.journal";

    public static readonly JournalOptions Small = new() { SegmentBytes = 48 * 1024, GroupCommandsMax = 128, NewVenueId = 77 };

    /// <summary>A command like many: some full to the last byte, some nearly empty.</summary>
    public static Command Stamped(long seq)
    {
        Command command = (seq % 3) switch
        {
            0 => Command.Of(new PlaceOrder { Market = 1, Price = new(seq), ClientId = ClientOrderId.Parse($"order-{seq}") }, account: (int)seq),
            1 => Command.Of(new CancelOrder { Order = new(seq) }, account: (int)seq),
            _ => Command.Of(default(Tick)),
        };
        (command.Header.Seq, command.Header.TimeNs, command.Header.Correlation) = (seq, seq * 1000, seq);
        return command;
    }

    public static Command[] Range(long from, int count) => [.. Enumerable.Range(0, count).Select(i => Stamped(from + i))];

    /// <summary>Groups of the given sizes, one after another.</summary>
    public static SimDisk Written(params int[] groups)
    {
        var disk = new SimDisk();
        using FileCommandLog log = FileCommandLog.Open(disk, Small);
        Append(log, groups);
        return disk;
    }

    public static void Append(FileCommandLog log, params int[] groups)
    {
        long epoch = log.Acquire(0);
        foreach (int size in groups) Assert.Equal(AppendResult.Committed, log.Append(epoch, Range(log.Tail + 1, size), (ulong)log.Tail));
    }

    public static FileCommandLog Open(SimDisk disk) => FileCommandLog.Open(disk, Small);

    /// <summary>Reads everything and checks it against what was written.</summary>
    public static void AssertHolds(FileCommandLog log, long lastSeq, long fromSeq = 1)
    {
        using ICommandReader reader = log.OpenReader(fromSeq);
        long next = fromSeq;
        while (reader.TryRead(out CommandGroup group))
        {
            foreach (ref readonly Command command in group.Commands)
            {
                Assert.Equal(Bytes(Stamped(next)), Bytes(command));
                next++;
            }
        }
        Assert.Equal(lastSeq, next - 1);
        Assert.Equal(lastSeq, log.Tail);
    }

    /// <summary>Where the groups of a segment begin, and where the last one ends; read from the raw bytes.</summary>
    public static List<int> GroupOffsets(byte[] segment)
    {
        List<int> offsets = [];
        int at = 4096;
        while (at + 64 <= segment.Length && MemoryMarshal.Read<uint>(segment.AsSpan(at)) == 0x5052_4750)
        {
            offsets.Add(at);
            at += 64 + MemoryMarshal.Read<int>(segment.AsSpan(at + 8));
        }
        offsets.Add(at);
        return offsets;
    }

    public static byte[] Bytes(Command command) => MemoryMarshal.AsBytes(new ReadOnlySpan<Command>(in command)).ToArray();
}
