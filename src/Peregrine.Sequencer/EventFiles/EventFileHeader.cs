using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Sequencer.Journal;

namespace Peregrine.Sequencer.EventFiles;

/// <summary>The first bytes of an event file.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal struct EventFileHeader
{
    public const int Size = 64;

    public ulong Magic;
    public int FormatVersion;
    /// <summary>1 when nothing comes right before it: it is the first of all, or stands behind a gap that was meant.</summary>
    public uint BeginsAnew;
    /// <summary>As in the journal: two venues' events never mix.</summary>
    public ulong VenueId;
    /// <summary>1, 2, 3 …; also the file's name.</summary>
    public long Number;
    /// <summary>The first command whose events are in it.</summary>
    public long FirstSeq;
    public ulong Reserved2;
    public ulong Reserved3;
    public uint Reserved4;
    /// <summary>Of the header with this field zero.</summary>
    public uint Crc;

    public static EventFileHeader Of(ulong venueId, long number, long firstSeq, bool beginsAnew)
    {
        var header = new EventFileHeader
        {
            Magic = EventFileLayout.FileMagic,
            FormatVersion = EventFileLayout.FormatVersion,
            BeginsAnew = beginsAnew ? 1u : 0u,
            VenueId = venueId,
            Number = number,
            FirstSeq = firstSeq,
        };
        header.Crc = JournalLayout.Crc(BytesOf(in header));
        return header;
    }

    public static EventFileHeader Read(IStorageFile file)
    {
        EventFileHeader header = default;
        file.Read(0, MemoryMarshal.AsBytes(new Span<EventFileHeader>(ref header)));
        return header;
    }

    public static ReadOnlySpan<byte> BytesOf(in EventFileHeader header) => MemoryMarshal.AsBytes(new ReadOnlySpan<EventFileHeader>(in header));

    public readonly bool IsIntact
    {
        get
        {
            EventFileHeader copy = this;
            copy.Crc = 0;
            return Magic == EventFileLayout.FileMagic && Crc == JournalLayout.Crc(BytesOf(in copy));
        }
    }
}
