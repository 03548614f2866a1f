using Peregrine.Core;

namespace Peregrine.Sequencer.EventFiles;

/// <summary>Walks the blocks of one file, and says what is wrong where it cannot go on.</summary>
internal sealed class EventBlocks(IStorageFile file, long firstSeq) : IDisposable
{
    private byte[] _events = [];
    private EventBlockHeader _header;

    /// <summary>Where the next block begins, or would.</summary>
    public long Offset { get; private set; } = EventFileLayout.FirstBlockAt;

    public long NextSeq { get; private set; } = firstSeq;

    public ref readonly EventBlockHeader Header => ref _header;

    /// <summary>Looks at the next header and stays before it; null when it is sound.</summary>
    public string? Peek(long end)
    {
        _header = default;
        if (end - Offset < EventBlockHeader.Size) return "there is no room for a block";
        file.Read(Offset, EventBlockHeader.BytesOf(ref _header));
        if (!_header.IsIntact) return "there is no header of a block";
        if (_header.Offset != Offset) return "the block was written for another place";
        if (_header.FirstSeq != NextSeq || _header.LastSeq < NextSeq) return "the block is not the one that follows";
        if (_header.Bytes <= 0 || _header.Bytes % 8 != 0 || _header.Bytes > end - Offset - EventBlockHeader.Size) return "the block reaches beyond the end";
        return null;
    }

    /// <summary>Passes over the block that was looked at.</summary>
    public void Skip()
    {
        NextSeq = _header.LastSeq + 1;
        Offset += EventBlockHeader.Size + _header.Bytes;
    }

    /// <summary>Reads the events of the block that was looked at, and passes over it; null when they are sound.</summary>
    public string? Take(out ReadOnlySpan<byte> events)
    {
        if (_events.Length < _header.Bytes) _events = new byte[Math.Max(_header.Bytes, 2 * _events.Length)];
        Span<byte> bytes = _events.AsSpan(0, _header.Bytes);
        int read = file.Read(Offset + EventBlockHeader.Size, bytes);
        bool isSound = read == bytes.Length && Journal.JournalLayout.Crc(bytes) == _header.EventsCrc;
        events = isSound ? bytes : default;
        if (!isSound) return "the events do not match their checksum";
        Skip();
        return null;
    }

    /// <summary>Writes the block that was just taken once more, as it is: what can be read after a failed flush is not therefore on the disk.</summary>
    public void WriteAgain(ReadOnlySpan<byte> events)
    {
        file.Write(_header.Offset, EventBlockHeader.BytesOf(ref _header));
        file.Write(_header.Offset + EventBlockHeader.Size, events);
    }

    public void Dispose() => file.Dispose();
}
