using Microsoft.Win32.SafeHandles;
using Peregrine.Core;

namespace Peregrine.Sequencer.Storage;

/// <remarks>
/// A new sparse file grows long before anybody flushes it. What it holds goes to the disk as it comes: gathered until a flush, it would fill the disk's queue for
/// tens of milliseconds, and the journal's flushes stand in the same queue.
/// </remarks>
internal sealed class PosixFile(SafeFileHandle handle, string name, string? syncsNameIn = null, DirectTail? tail = null) : IStorageFile
{
    private const int WriteBehindBytes = 256 << 10;
    private readonly bool _writesBehind = syncsNameIn is not null;
    // The folder in which the name is not durable yet; null when it is.
    private string? _folder = syncsNameIn;
    private long _behindFrom;
    private long _behindTo;

    public long Length { get; } = RandomAccess.GetLength(handle);

    public int Read(long offset, Span<byte> into)
    {
        try
        {
            return Fill(handle, offset, into);
        }
        catch (IOException e)
        {
            throw PosixStorage.Failed("read", name, e);
        }
    }

    /// <summary>As much as there is: one call may bring less.</summary>
    internal static int Fill(SafeFileHandle from, long offset, Span<byte> into)
    {
        int filled = 0;
        while (filled < into.Length)
        {
            int read = RandomAccess.Read(from, into[filled..], offset + filled);
            if (read == 0) break;
            filled += read;
        }
        return filled;
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (tail is not null && tail.TryWrite(offset, bytes)) return;
            RandomAccess.Write(handle, bytes, offset);
        }
        catch (IOException e)
        {
            throw PosixStorage.Failed("write", name, e);
        }
        if (_writesBehind) WriteBehind(offset, bytes.Length);
    }

    public void Flush()
    {
        Posix.SyncData(handle, name);
        if (_folder is null) return;
        Posix.SyncDirectory(_folder);
        _folder = null;
    }

    // One run of bytes at a time: who writes elsewhere, to a header, begins another.
    private void WriteBehind(long offset, int bytes)
    {
        if (offset != _behindTo) _behindFrom = offset;
        _behindTo = offset + bytes;
        if (_behindTo - _behindFrom < WriteBehindBytes) return;
        Posix.StartWriting(handle, _behindFrom, _behindTo - _behindFrom);
        _behindFrom = _behindTo;
    }

    public void Dispose()
    {
        tail?.Dispose();
        handle.Dispose();
    }
}
