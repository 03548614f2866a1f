using System.Runtime.InteropServices;
using Peregrine.Sequencer.Journal;

namespace Peregrine.Sequencer.EventFiles;

/// <summary>The bytes before the events of consecutive whole commands.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal struct EventBlockHeader
{
    public const int Size = 48;

    public uint Magic;
    /// <summary>Length of the events behind this header.</summary>
    public int Bytes;
    public long FirstSeq;
    public long LastSeq;
    /// <summary>Time of the last command.</summary>
    public long TimeNs;
    /// <summary>Where in the file this header stands: a block that was misplaced by the disk is none.</summary>
    public long Offset;
    public uint EventsCrc;
    /// <summary>Of the header with this field zero.</summary>
    public uint Crc;

    public void Seal(ReadOnlySpan<byte> events)
    {
        (Magic, Bytes, EventsCrc, Crc) = (EventFileLayout.BlockMagic, events.Length, JournalLayout.Crc(events), 0);
        Crc = JournalLayout.Crc(BytesOf(ref this));
    }

    public readonly bool IsIntact
    {
        get
        {
            EventBlockHeader copy = this;
            copy.Crc = 0;
            return Magic == EventFileLayout.BlockMagic && Crc == JournalLayout.Crc(BytesOf(ref copy));
        }
    }

    public static Span<byte> BytesOf(ref EventBlockHeader header) => MemoryMarshal.AsBytes(new Span<EventBlockHeader>(ref header));
}
