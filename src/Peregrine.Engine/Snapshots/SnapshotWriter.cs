using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Engine.Snapshots;

/// <summary>Writes what it is told as blocks with their check sums, and hashes it on the way.</summary>
internal struct SnapshotWriter : IStateSink
{
    private readonly ISnapshotTarget _target;
    private readonly byte[] _block;
    private StateHasher _hasher;
    private BlockFrame _frame;
    private int _used;
    private long _records;

    public SnapshotWriter(ISnapshotTarget target)
    {
        _target = target;
        _block = new byte[Unsafe.SizeOf<BlockFrame>() + SnapshotLayout.BlockBytes];
        _used = Unsafe.SizeOf<BlockFrame>();
    }

    public readonly void WriteHeader(SnapshotHeader header)
    {
        header.Magic = SnapshotLayout.HeaderMagic;
        header.FormatVersion = SnapshotLayout.FormatVersion;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<SnapshotHeader>(in header));
        header.Crc = SnapshotLayout.Crc(0, bytes[..^8]);
        _target.Write(bytes);
    }

    public void Begin<T>() where T : unmanaged, IEventBody =>
        _frame = new BlockFrame { Kind = T.Kind, RecordSize = (ushort)StateRecord<T>.Size };

    public void Tell<T>(int account, int market, in T body) where T : unmanaged, IEventBody
    {
        if (_used + StateRecord<T>.Size > _block.Length) HandOver();
        Span<byte> place = _block.AsSpan(_used, StateRecord<T>.Size);
        MemoryMarshal.Write(place, StateRecord<T>.Of(account, market, in body));
        _hasher.Add(place);
        _used += place.Length;
        _frame.Count++;
        _frame.Total++;
    }

    public void End()
    {
        _frame.IsLast = 1;
        HandOver();
    }

    /// <returns>The hash of all that was told.</returns>
    public readonly ulong WriteFooter()
    {
        SnapshotFooter footer = new() { Magic = SnapshotLayout.FooterMagic, Records = _records, StateHash = _hasher.Hash };
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<SnapshotFooter>(in footer));
        footer.Crc = SnapshotLayout.Crc(0, bytes[..^8]);
        _target.Write(bytes);
        return footer.StateHash;
    }

    private void HandOver()
    {
        int frameSize = Unsafe.SizeOf<BlockFrame>();
        MemoryMarshal.Write(_block, in _frame);
        uint crc = SnapshotLayout.Crc(0, _block.AsSpan(0, frameSize - 8));
        _frame.Crc = SnapshotLayout.Crc(crc, _block.AsSpan(frameSize, _used - frameSize));
        MemoryMarshal.Write(_block, in _frame);
        _target.Write(_block.AsSpan(0, _used));
        _records += _frame.Count;
        (_used, _frame.Count, _frame.Crc) = (frameSize, 0, 0);
    }
}
