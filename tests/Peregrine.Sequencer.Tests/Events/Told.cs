using Peregrine.Core;
using Peregrine.Sequencer.EventFiles;
using Peregrine.Simulation.Disk;

namespace Peregrine.Sequencer.Tests.Events;

/// <summary>Events that can be told from each other, written to files on a simulated disk or any other.</summary>
internal sealed class Told : IDisposable
{
    public const ulong Venue = 77;
    public const string First = "00000001.events";
    public static readonly EventFileOptions Small = new() { FileBytes = 16 * 1024, BlockBytes = 1024, KeepBytes = 64 * 1024, BytesMax = 128 * 1024 };
    private readonly EventWriter _events;

    public Told(IStorage storage, long lastCommand = long.MaxValue)
    {
        Files = EventFileSet.Open(storage, Venue, lastCommand);
        Writer = new EventFileWriter(Files, Small);
        _events = new EventWriter(Writer);
    }

    public EventFileSet Files { get; }

    public EventFileWriter Writer { get; }

    public static int Events(long seq) => 1 + (int)(seq % 5);

    /// <summary>The events of one command, as an engine would tell them.</summary>
    public static void Tell(EventWriter events, long seq)
    {
        events.Begin(seq, seq * 10);
        for (int i = 1; i < Events(seq); i++) events.Add((int)seq, 1, default(Trade));
        events.Add((int)seq, 0, default(CommandDone));
        events.End();
    }

    public Told Tell(long from, long to)
    {
        for (long seq = from; seq <= to; seq++)
        {
            Tell(_events, seq);
            Writer.EndCommand(seq);
        }
        return this;
    }

    /// <summary>Reads until nothing comes and checks that every event is there, once and in its place.</summary>
    public static long Read(IEventReader reader)
    {
        long seq = reader.Cursor + 1;
        int index = 0;
        while (true)
        {
            ReadOnlySpan<byte> bytes = reader.Next();
            if (bytes.IsEmpty) break;
            Check(bytes, ref seq, ref index);
        }
        Assert.Equal(0, index);
        Assert.Equal(seq - 1, reader.Cursor);
        return reader.Cursor;
    }

    /// <summary>Checks that these are the events from a place on, and moves the place behind them.</summary>
    public static void Check(ReadOnlySpan<byte> bytes, ref long seq, ref int index)
    {
        EventReader events = new(bytes);
        while (events.Next())
        {
            if (events.Header.Seq != seq || events.Header.Index != index || events.Header.TimeNs != seq * 10 || events.Header.Account != (int)seq)
                throw new InvalidOperationException($"({events.Header.Seq}, {events.Header.Index}) in the place of ({seq}, {index})");
            bool isLast = index == Events(seq) - 1;
            (seq, index) = isLast ? (seq + 1, 0) : (seq, index + 1);
        }
    }

    /// <summary>The same files on another disk, with something done to their bytes.</summary>
    public static SimDisk Copy(SimDisk disk, Action<string, byte[]> change)
    {
        var copy = new SimDisk();
        foreach (string name in disk.List())
        {
            byte[] bytes = new byte[disk[name].Length];
            disk[name].Read(0, bytes);
            change(name, bytes);
            using IStorageFile file = copy.Create(name, bytes.Length);
            file.Write(0, bytes);
            file.Flush();
        }
        return copy;
    }

    public void Dispose() => Writer.Dispose();
}
