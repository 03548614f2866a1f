using System.Runtime.InteropServices;

namespace Peregrine.Sequencer.Journal;

/// <summary>The first bytes of a segment. A segment is in use when they are valid, and a spare while they are zero.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal struct SegmentHeader
{
    public const int Size = 128;

    public ulong Magic;
    public int FormatVersion;
    /// <summary>Rules under which the commands are to be applied.</summary>
    public int RulesVersion;
    /// <summary>Drawn once when a venue begins: two venues' segments never mix.</summary>
    public ulong VenueId;
    public long Epoch;
    /// <summary>1, 2, 3 …; also the file's name.</summary>
    public long Number;
    public long FirstSeq;
    /// <summary>The chain at the end of the segment before.</summary>
    public ulong Chain;
    /// <summary>First and number of commands that every replay passes over; 0 and 0 for none.</summary>
    public long SkippedSeq;
    public long SkippedCount;
    /// <summary>Who skipped: two operators, ASCII.</summary>
    public OperatorName FirstOperator;
    public OperatorName SecondOperator;
    public uint Reserved;
    /// <summary>Of the whole header with this field zero.</summary>
    public uint Crc;

    public static ReadOnlySpan<byte> BytesOf(in SegmentHeader header) => MemoryMarshal.AsBytes(new ReadOnlySpan<SegmentHeader>(in header));

    public void Seal()
    {
        (Magic, FormatVersion) = (JournalLayout.SegmentMagic, JournalLayout.FormatVersion);
        Crc = 0;
        Crc = JournalLayout.Crc(BytesOf(in this));
    }

    public readonly bool IsIntact
    {
        get
        {
            SegmentHeader copy = this;
            copy.Crc = 0;
            return Magic == JournalLayout.SegmentMagic && Crc == JournalLayout.Crc(BytesOf(in copy));
        }
    }
}
