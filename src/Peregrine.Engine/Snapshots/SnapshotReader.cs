using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Engine.Snapshots;

/// <summary>Reads a snapshot block by block; nothing of a block is given out before its check sum was right.</summary>
internal sealed class SnapshotReader(ISnapshotSource source)
{
    private readonly byte[] _block = new byte[SnapshotLayout.BlockBytes];
    private StateHasher _hasher;
    private EventKind _kind;
    private BlockFrame _frame;
    private int _next;
    private long _given;
    private long _records;
    private long _offset;

    public SnapshotHeader ReadHeader(int oldestRules, int rules)
    {
        SnapshotHeader header = ReadPart<SnapshotHeader>("the header");
        if (header.Magic != SnapshotLayout.HeaderMagic) throw Bad("this is not a snapshot: it does not begin like one");
        CheckCrc(in header, header.Crc, header.Reserved, "the header");
        if (header.FormatVersion != SnapshotLayout.FormatVersion)
            throw Bad($"the snapshot has format {header.FormatVersion}, this program reads format {SnapshotLayout.FormatVersion}");
        if (header.RulesVersion < oldestRules || header.RulesVersion > rules)
            throw Bad($"the snapshot was made under rules {header.RulesVersion}, this program takes over what was made under rules {oldestRules} to {rules}");
        return header;
    }

    /// <summary>Begins the next section, which must be of this kind.</summary>
    public void Open<T>() where T : unmanaged, IEventBody
    {
        _kind = T.Kind;
        _given = 0;
        _frame = default;
        ReadBlock(StateRecord<T>.Size);
    }

    /// <summary>The next record of the section; false after the last. Fields that its writer did not know yet are zero.</summary>
    public bool Next<T>(out StateRecord<T> record) where T : unmanaged, IEventBody
    {
        record = default;
        while (_next == _frame.Count * _frame.RecordSize)
        {
            if (_frame.IsLast != 0) return false;
            ReadBlock(StateRecord<T>.Size);
        }
        ReadOnlySpan<byte> bytes = _block.AsSpan(_next, _frame.RecordSize);
        bytes.CopyTo(MemoryMarshal.AsBytes(new Span<StateRecord<T>>(ref record)));
        if (record.Kind != T.Kind) throw Bad($"a record in section {_kind} says that it is {record.Kind}");
        _hasher.Add(bytes);
        _next += _frame.RecordSize;
        return true;
    }

    /// <summary>Reads the footer, after which nothing may follow, and returns the hash of the state that was told.</summary>
    public ulong ReadFooter()
    {
        SnapshotFooter footer = ReadPart<SnapshotFooter>("the footer");
        if (footer.Magic != SnapshotLayout.FooterMagic)
            throw Bad($"a section of kind {footer.Magic & 0xFF} stands where the footer belongs: a newer program wrote it");
        CheckCrc(in footer, footer.Crc, footer.Reserved, "the footer");
        if (footer.Records != _records) throw Bad($"the footer counts {footer.Records} records, there are {_records}");
        if (footer.StateHash != _hasher.Hash) throw Bad("the footer's hash is not that of the records");
        if (source.Read(_block) != 0) throw Bad("something follows the footer");
        return footer.StateHash;
    }

    /// <summary>What to throw for a record that cannot be; names section and place.</summary>
    public SnapshotException Bad(string what) => new($"{what} (section {_kind}, before offset {_offset})");

    public void Check(bool holds, string what)
    {
        if (!holds) throw Bad($"this must hold and does not: {what}");
    }

    private void ReadBlock(int recordSizeMax)
    {
        BlockFrame frame = ReadPart<BlockFrame>("the frame of a block");
        if (frame.Kind != _kind) throw Bad($"section {(int)frame.Kind} stands where section {_kind} belongs");
        if (frame.RecordSize > recordSizeMax) throw Bad($"records of {frame.RecordSize} bytes: a newer program wrote them");
        bool sound = frame.RecordSize > StateRecord<StateVenue>.PrefixSize && frame.RecordSize % 8 == 0 && frame.IsLast <= 1 && frame.Reserved == 0
            && frame.Count >= 0 && (long)frame.Count * frame.RecordSize <= _block.Length;
        if (!sound) throw Bad("the frame of a block is damaged");
        Span<byte> records = _block.AsSpan(0, frame.Count * frame.RecordSize);
        Fill(records, "a block");
        uint crc = SnapshotLayout.Crc(0, MemoryMarshal.AsBytes(new ReadOnlySpan<BlockFrame>(in frame))[..^8]);
        if (SnapshotLayout.Crc(crc, records) != frame.Crc) throw Bad("a block is damaged: its check sum is wrong");
        _given += frame.Count;
        _records += frame.Count;
        if (frame.Total != _given) throw Bad($"the section should have {frame.Total} records by now and has {_given}");
        (_frame, _next) = (frame, 0);
    }

    private T ReadPart<T>(string what) where T : unmanaged
    {
        T part = default;
        Fill(MemoryMarshal.AsBytes(new Span<T>(ref part)), what);
        return part;
    }

    private void Fill(Span<byte> into, string what)
    {
        int filled = 0;
        while (filled < into.Length)
        {
            int got = source.Read(into[filled..]);
            if (got == 0) throw Bad($"the snapshot ends inside {what}");
            filled += got;
            _offset += got;
        }
    }

    private void CheckCrc<T>(in T part, uint told, uint reserved, string what) where T : unmanaged
    {
        ReadOnlySpan<byte> covered = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in part))[..(Unsafe.SizeOf<T>() - 8)];
        if (SnapshotLayout.Crc(0, covered) != told || reserved != 0) throw Bad($"{what} is damaged: its check sum is wrong");
    }
}
