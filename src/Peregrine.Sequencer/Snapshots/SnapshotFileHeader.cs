using System.Runtime.InteropServices;
using Peregrine.Core;
using Peregrine.Sequencer.Journal;

namespace Peregrine.Sequencer.Snapshots;

/// <summary>The first bytes of a snapshot file. They are written last: a file that has them is whole, if its checksums are right.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal struct SnapshotFileHeader
{
    public const int Size = 128;

    /// <summary>"PEREGSNF" as it reads in the file.</summary>
    private const ulong FileMagic = 0x464E_5347_4552_4550;
    private const int Format = 1;

    public ulong Magic;
    public int FormatVersion;
    /// <summary>Rules that made the state.</summary>
    public int RulesVersion;
    /// <summary>As in the journal: two venues' files never mix.</summary>
    public ulong VenueId;
    /// <summary>The last command that is in the state.</summary>
    public long Seq;
    public long TimeNs;
    /// <summary>Of all events up to there.</summary>
    public ulong RollingHash;
    /// <summary>Of the state itself.</summary>
    public ulong StateHash;
    /// <summary>What the engine wrote, from <see cref="SnapshotFile.BodyAt"/> to the end of the file.</summary>
    public long BodyBytes;
    public ulong Reserved1;
    public ulong Reserved2;
    public ulong Reserved3;
    public ulong Reserved4;
    public ulong Reserved5;
    public ulong Reserved6;
    public uint BodyCrc;
    /// <summary>Of the header with this field zero.</summary>
    public uint Crc;

    public static ReadOnlySpan<byte> BytesOf(in SnapshotFileHeader header) => MemoryMarshal.AsBytes(new ReadOnlySpan<SnapshotFileHeader>(in header));

    public static SnapshotFileHeader Read(IStorageFile file)
    {
        SnapshotFileHeader header = default;
        file.Read(0, MemoryMarshal.AsBytes(new Span<SnapshotFileHeader>(ref header)));
        return header;
    }

    public void Seal()
    {
        (Magic, FormatVersion, Crc) = (FileMagic, Format, 0);
        Crc = JournalLayout.Crc(BytesOf(in this));
    }

    /// <summary>What is wrong with a file that begins like this; null when nothing is, as far as the header tells.</summary>
    public readonly string? Fault(long seq, ulong venueId, long fileBytes)
    {
        SnapshotFileHeader copy = this;
        copy.Crc = 0;
        if (Magic != FileMagic) return "it does not begin like a snapshot: it was never finished";
        if (Crc != JournalLayout.Crc(BytesOf(in copy))) return "its header does not match its checksum";
        if (FormatVersion != Format) return $"it has format {FormatVersion}, and this program reads format {Format}";
        if (RulesVersion is < Engine.Engine.OldestRulesVersion or > Engine.Engine.RulesVersion)
            return $"it was made under rules {RulesVersion}, and this program takes over what was made under rules {Engine.Engine.OldestRulesVersion} to {Engine.Engine.RulesVersion}";
        if (VenueId != venueId) return "it belongs to another venue than the journal";
        if (Seq != seq) return $"its header says that it is of command {Seq}";
        return fileBytes == SnapshotFile.BodyAt + BodyBytes ? null : "its length is not what its header says";
    }
}
