using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Sequencer.Journal;

namespace Peregrine.Sequencer.EventFiles;

/// <summary>Where a file ends. It is written when everything before is on stable storage: a file that has one need not be read through at a start.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal struct EventFileSeal
{
    public const int Size = 40;

    public ulong Magic;
    public long LastSeq;
    public long TimeNs;
    /// <summary>Behind the last block; whatever lies there is no part of the file.</summary>
    public long End;
    public uint Reserved;
    /// <summary>Of the seal with this field zero.</summary>
    public uint Crc;

    /// <summary>Flushed before and after: the seal says that what it closes is stored, and retention relies on the seal.</summary>
    public static void Write(IStorageFile storage, EventFile file)
    {
        storage.Flush();
        var seal = new EventFileSeal { Magic = EventFileLayout.SealMagic, LastSeq = file.LastSeq, TimeNs = file.TimeNs, End = file.End };
        seal.Crc = JournalLayout.Crc(BytesOf(in seal));
        storage.Write(EventFileLayout.SealAt, BytesOf(in seal));
        storage.Flush();
        file.IsSealed = true;
    }

    public static EventFileSeal Read(IStorageFile file)
    {
        EventFileSeal seal = default;
        file.Read(EventFileLayout.SealAt, MemoryMarshal.AsBytes(new Span<EventFileSeal>(ref seal)));
        return seal;
    }

    public readonly bool IsIntact
    {
        get
        {
            EventFileSeal copy = this;
            copy.Crc = 0;
            return Magic == EventFileLayout.SealMagic && Crc == JournalLayout.Crc(BytesOf(in copy));
        }
    }

    private static ReadOnlySpan<byte> BytesOf(in EventFileSeal seal) => MemoryMarshal.AsBytes(new ReadOnlySpan<EventFileSeal>(in seal));
}
