using Microsoft.Win32.SafeHandles;
using Peregrine.Core;

namespace Peregrine.Sequencer.Storage;

internal sealed class PosixFile(SafeFileHandle handle, string name, string? nameSyncedIn = null) : IStorageFile
{
    // The folder in which the name is not durable yet; null when it is.
    private string? _folder = nameSyncedIn;

    public long Length { get; } = RandomAccess.GetLength(handle);

    public int Read(long offset, Span<byte> into)
    {
        try
        {
            int filled = 0;
            while (filled < into.Length)
            {
                int read = RandomAccess.Read(handle, into[filled..], offset + filled);
                if (read == 0) break;
                filled += read;
            }
            return filled;
        }
        catch (IOException e)
        {
            throw PosixStorage.Failed("read", name, e);
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(handle, bytes, offset);
        }
        catch (IOException e)
        {
            throw PosixStorage.Failed("write", name, e);
        }
    }

    public void Flush()
    {
        Posix.SyncData(handle, name);
        if (_folder is null) return;
        Posix.SyncDirectory(_folder);
        _folder = null;
    }

    public void Dispose() => handle.Dispose();
}
