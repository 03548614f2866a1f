using Peregrine.Core;

namespace Peregrine.Sequencer.Journal;

/// <summary>Walks the groups of one segment from its beginning and checks every one of them.</summary>
internal sealed class SegmentCursor(IStorageFile file, SegmentHeader segment) : IDisposable
{
    private const int WindowBytesMin = 16 << 10, WindowBytesMax = 1 << 20;
    private byte[] _window = [];
    // Who is behind reads much at once. At the end little is new, and most of what is read would be read again for the next group.
    private int _ahead = WindowBytesMin;
    private long _windowAt = -1;
    private int _windowLength;
    private GroupHeader _header;
    private ulong _chain = segment.Chain;

    /// <summary>Where the next group begins, or would.</summary>
    public long Offset { get; private set; } = JournalLayout.FirstGroupAt;

    public long NextSeq { get; private set; } = segment.FirstSeq;

    public ulong Chain => _chain;

    /// <summary>Time of the last group; 0 before the first.</summary>
    public long TimeNs => _header.TimeNs;

    public long Epoch => Math.Max(_header.Epoch, segment.Epoch);

    public ref readonly GroupHeader Header => ref _header;

    /// <summary>Where the group that <see cref="TryNext"/> found begins.</summary>
    public long GroupAt { get; private set; }

    /// <summary>Why <see cref="TryNext"/> found no group; null where there are only zeros.</summary>
    public string? Fault { get; private set; }

    /// <summary>Where in the file it lies.</summary>
    public long FaultAt { get; private set; }

    public ReadOnlySpan<byte> Group => Bytes(GroupAt, GroupHeader.Size + _header.Bytes);

    /// <summary>Goes on to the next sound group. When there is none, the cursor stays, and may be asked again when the file has grown.</summary>
    public bool TryNext()
    {
        if (TryWindow()) return true;
        // What was read a while ago may have been written since.
        (_windowAt, _ahead) = (-1, WindowBytesMin);
        return TryWindow();
    }

    public void Dispose() => file.Dispose();

    private bool TryWindow()
    {
        (Fault, FaultAt) = (null, Offset);
        ReadOnlySpan<byte> start = Bytes(Offset, GroupHeader.Size);
        if (!GroupCodec.TryHeader(start, out GroupHeader header))
        {
            if (start.ContainsAnyExcept((byte)0)) Fault = "there is no header of a group";
            return false;
        }
        ReadOnlySpan<byte> group = Bytes(Offset, GroupHeader.Size + header.Bytes);
        if (group.Length < GroupHeader.Size + header.Bytes)
        {
            Fault = "the group reaches beyond the end of the file";
            return false;
        }
        Fault = GroupCodec.Fault(group, in header, NextSeq, ref _chain, out int at);
        FaultAt = Offset + at;
        if (Fault is not null) return false;
        (_header, GroupAt) = (header, Offset);
        Offset += group.Length;
        NextSeq += header.Count;
        return true;
    }

    // The bytes at an offset, fewer only where the file ends.
    private ReadOnlySpan<byte> Bytes(long offset, int length)
    {
        bool isThere = _windowAt >= 0 && offset >= _windowAt && offset + length <= _windowAt + _windowLength;
        if (!isThere)
        {
            int most = Math.Max(length, _ahead);
            if (_window.Length < most) _window = new byte[most];
            _ahead = Math.Min(2 * _ahead, WindowBytesMax);
            int wanted = (int)Math.Clamp(file.Length - offset, 0, most);
            (_windowAt, _windowLength) = (offset, file.Read(offset, _window.AsSpan(0, wanted)));
        }
        int from = (int)(offset - _windowAt);
        return _window.AsSpan(from, Math.Min(length, _windowLength - from));
    }
}
