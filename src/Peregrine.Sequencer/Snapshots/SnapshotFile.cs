using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Peregrine.Core;

namespace Peregrine.Sequencer.Snapshots;

/// <summary>Reads a snapshot from its file, from front to end, and checks it against its header on the way.</summary>
internal sealed class SnapshotFile : ISnapshotSource, IDisposable
{
    /// <summary>Where what the engine wrote begins; the header before it has a page of its own.</summary>
    public const int BodyAt = 4096;
    private const int WindowBytesMax = 64 << 10;
    private readonly IStorageFile _file;
    private readonly SnapshotFileHeader _header;
    private readonly byte[] _window;
    private long _read;
    private int _from;
    private int _filled;
    private uint _crc = uint.MaxValue;

    private SnapshotFile(IStorageFile file, in SnapshotFileHeader header) =>
        (_file, _header, _window) = (file, header, new byte[Math.Min(WindowBytesMax, header.BodyBytes)]);

    public ref readonly SnapshotFileHeader Header => ref _header;

    /// <exception cref="SnapshotException">It is damaged, or of another kind.</exception>
    /// <exception cref="StorageException">The disk refused.</exception>
    public static SnapshotFile Open(IStorage storage, long seq, ulong venueId)
    {
        IStorageFile file = storage.Open(SnapshotSet.NameOf(seq));
        SnapshotFileHeader header = SnapshotFileHeader.Read(file);
        if (header.Fault(seq, venueId, file.Length) is not { } fault) return new SnapshotFile(file, in header);
        file.Dispose();
        throw new SnapshotException(fault);
    }

    /// <summary>Reads on without keeping anything; false at the end, where everything was found as it was written.</summary>
    public bool TryCheckOn()
    {
        _from = _filled;
        return TryFill();
    }

    public int Read(Span<byte> into)
    {
        if (_from == _filled && !TryFill()) return 0;
        int count = Math.Min(into.Length, _filled - _from);
        _window.AsSpan(_from, count).CopyTo(into);
        _from += count;
        return count;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Continues a checksum over the body, whose pieces are multiples of eight bytes.</summary>
    public static uint Extend(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes)) crc = BitOperations.Crc32C(crc, word);
        return crc;
    }

    private bool TryFill()
    {
        int wanted = (int)Math.Min(_window.Length, _header.BodyBytes - _read);
        if (wanted == 0)
        {
            if (~_crc != _header.BodyCrc) throw new SnapshotException("its contents do not match their checksum");
            return false;
        }
        int got = _file.Read(BodyAt + _read, _window.AsSpan(0, wanted));
        if (got != wanted) throw new SnapshotException(string.Create(CultureInfo.InvariantCulture, $"it ends at {BodyAt + _read + got}, within its contents"));
        _crc = Extend(_crc, _window.AsSpan(0, got));
        (_read, _from, _filled) = (_read + got, 0, got);
        return true;
    }
}
