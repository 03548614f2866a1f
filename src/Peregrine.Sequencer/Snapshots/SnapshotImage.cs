using Peregrine.Core;

namespace Peregrine.Sequencer.Snapshots;

/// <summary>A snapshot in memory: the engine writes it in one go, and is free again long before the disk has it, slice by slice.</summary>
internal sealed class SnapshotImage : ISnapshotTarget
{
    // The disk takes less at a time than memory is given and taken back in.
    private const int SlicesInBlock = 16;
    private readonly Queue<byte[]> _blocks = new();
    private readonly int _sliceBytes;
    private byte[] _last = [];
    private int _used;
    private int _taken;

    private SnapshotImage(int sliceBytes) => _sliceBytes = sliceBytes;

    public SnapshotFileHeader Header { get; private set; }

    /// <summary>False when all of it was taken.</summary>
    public bool HasMore => _blocks.Count > 0;

    /// <summary>Copies the state of an engine between two commands.</summary>
    public static SnapshotImage Of(Engine.Engine engine, ulong venueId, int sliceBytes)
    {
        var image = new SnapshotImage(sliceBytes);
        ulong stateHash = engine.WriteSnapshot(image);
        image.Header = new SnapshotFileHeader
        {
            RulesVersion = Engine.Engine.RulesVersion,
            VenueId = venueId,
            Seq = engine.Seq,
            TimeNs = engine.TimeNs,
            RollingHash = engine.RollingHash,
            StateHash = stateHash,
            BodyBytes = image.Bytes,
        };
        return image;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == _last.Length) Grow();
            int count = Math.Min(bytes.Length, _last.Length - _used);
            bytes[..count].CopyTo(_last.AsSpan(_used));
            _used += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>The next slice. A block of memory is forgotten with its last one: it is wanted back as soon as the disk has it.</summary>
    public ReadOnlySpan<byte> Take()
    {
        byte[] block = _blocks.Peek();
        int end = _blocks.Count == 1 ? _used : block.Length;
        ReadOnlySpan<byte> slice = block.AsSpan(_taken, Math.Min(_sliceBytes, end - _taken));
        _taken += slice.Length;
        if (_taken < end) return slice;
        _blocks.Dequeue();
        _taken = 0;
        return slice;
    }

    private long Bytes => (_blocks.Count - 1L) * _sliceBytes * SlicesInBlock + _used;

    private void Grow()
    {
        _last = GC.AllocateUninitializedArray<byte>(_sliceBytes * SlicesInBlock);
        _blocks.Enqueue(_last);
        _used = 0;
    }
}
