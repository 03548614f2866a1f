using Peregrine.Core;

namespace Peregrine.Sequencer.Snapshots;

/// <summary>A snapshot in memory, in slices: the engine writes it in one go, and is free again long before the disk has it.</summary>
internal sealed class SnapshotImage : ISnapshotTarget
{
    private readonly List<byte[]?> _slices = [];
    private readonly int _sliceBytes;
    private byte[] _last = [];
    private int _used;

    private SnapshotImage(int sliceBytes) => _sliceBytes = sliceBytes;

    public SnapshotFileHeader Header { get; private set; }

    public int Slices => _slices.Count;

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

    /// <summary>A slice, which is forgotten with this call: the memory is wanted back as soon as the disk has it.</summary>
    public ReadOnlySpan<byte> Take(int slice)
    {
        byte[] bytes = _slices[slice]!;
        _slices[slice] = null;
        return bytes.AsSpan(0, slice == _slices.Count - 1 ? _used : bytes.Length);
    }

    private long Bytes => (long)(_slices.Count - 1) * _sliceBytes + _used;

    private void Grow()
    {
        _last = GC.AllocateUninitializedArray<byte>(_sliceBytes);
        _slices.Add(_last);
        _used = 0;
    }
}
