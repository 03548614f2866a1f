using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Peregrine.Core;

namespace Peregrine.Sequencer.Storage;

/// <summary>A folder on a real disk. Who opens it to write is alone in it until he is disposed or his process ends, however it ends.</summary>
public sealed class PosixStorage : IStorage, IDisposable
{
    private const string LockName = "lock";
    private const int ZerosBytes = 128 << 10;
    // A lock that this process let go is held a moment longer when it starts a program just then: between fork and exec the copy has the file, too.
    private const int LockWaitMs = 1000;

    private readonly string _folder;
    private readonly SafeFileHandle? _lock;

    private PosixStorage(string folder, SafeFileHandle? heldLock) => (_folder, _lock) = (folder, heldLock);

    /// <summary>Opens the folder to write, making it when it is not there.</summary>
    /// <exception cref="StorageException">Another process has it; the sentence names it.</exception>
    public static PosixStorage At(string folder)
    {
        string path = Path.GetFullPath(folder);
        try
        {
            bool isNew = !Directory.Exists(path);
            Directory.CreateDirectory(path);
            if (isNew) Posix.SyncDirectory(Path.GetDirectoryName(path)!);
            return new PosixStorage(path, TakeLock(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed("open", path, e);
        }
    }

    /// <summary>Opens the folder to look; whoever writes it may go on.</summary>
    public static PosixStorage ToReadAt(string folder) => new(Path.GetFullPath(folder), null);

    public IReadOnlyList<string> List()
    {
        try
        {
            return [.. Directory.EnumerateFiles(_folder).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed("list", _folder, e);
        }
    }

    public IStorageFile Create(string name, long bytes)
    {
        CheckRoom(bytes, name);
        return CreateNew(name, handle =>
        {
            FillWithZeros(handle, bytes, name);
            Posix.SyncAll(handle, name);
            Posix.SyncDirectory(_folder);
            return new PosixFile(handle, name);
        });
    }

    public IStorageFile CreateSparse(string name, long bytes) => CreateNew(name, handle =>
    {
        RandomAccess.SetLength(handle, bytes);
        return new PosixFile(handle, name, syncsNameIn: _folder, DirectTail.TryOpen(PathOf(name), handle, bytes));
    });

    public IStorageFile Open(string name)
    {
        try
        {
            FileAccess access = _lock is null ? FileAccess.Read : FileAccess.ReadWrite;
            return new PosixFile(File.OpenHandle(PathOf(name), FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete), name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed("open", name, e);
        }
    }

    public void Delete(string name)
    {
        try
        {
            File.Delete(PathOf(name));
            Posix.SyncDirectory(_folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed("delete", name, e);
        }
    }

    public void Replace(string name, string newName)
    {
        try
        {
            File.Move(PathOf(name), PathOf(newName), overwrite: true);
            Posix.SyncDirectory(_folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed("replace", newName, e);
        }
    }

    public void Dispose() => _lock?.Dispose();

    internal static StorageException Failed(string what, string name, Exception e) =>
        new($"{what} of {name} failed: {e.Message}", e) { IsFull = (e.HResult & 0xFFFF) == Posix.NoSpace };

    // Written and not merely reserved: a reserved block is unwritten to the file system, and the first write to it changes its records too,
    // which makes the flush behind it take twice as long.
    private PosixFile CreateNew(string name, Func<SafeFileHandle, PosixFile> make)
    {
        string path = PathOf(name);
        Invariant.That(_lock is not null, "a folder that was opened to read is not written");
        try
        {
            SafeFileHandle handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            try
            {
                return make(handle);
            }
            catch
            {
                // Half a file is worse than none: the next attempt would find its name taken.
                handle.Dispose();
                File.Delete(path);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed("create", name, e);
        }
    }

    // Who writes until there is no more takes the last room from everybody else on the disk, and has nothing in the end.
    private void CheckRoom(long bytes, string name)
    {
        try
        {
            var disk = new DriveInfo(_folder);
            // Some file systems do not tell.
            if (disk.TotalSize > 0 && disk.AvailableFreeSpace < bytes)
                throw new StorageException($"create of {name} failed: No space left on device for its {bytes} bytes: {disk.AvailableFreeSpace} are free") { IsFull = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed("create", name, e);
        }
    }

    // Slice by slice down to the disk: a flush of the whole at the end would keep the writer's own flushes waiting.
    private static void FillWithZeros(SafeFileHandle handle, long bytes, string name)
    {
        byte[] zeros = new byte[Math.Min(bytes, ZerosBytes)];
        for (long at = 0; at < bytes; at += zeros.Length)
        {
            int count = (int)Math.Min(zeros.Length, bytes - at);
            RandomAccess.Write(handle, zeros.AsSpan(0, count), at);
            Posix.WriteThrough(handle, at, count, name);
        }
    }

    private static SafeFileHandle TakeLock(string folder)
    {
        string path = Path.Combine(folder, LockName);
        SafeFileHandle handle = Posix.OpenUnlocked(path);
        long until = Environment.TickCount64 + LockWaitMs;
        while (!Posix.TryLock(handle, path))
        {
            string holder = ReadHolder(handle);
            if (Environment.TickCount64 < until && holder == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            {
                Thread.Sleep(1);
                continue;
            }
            handle.Dispose();
            throw new StorageException($"{folder} is in use by process {holder}: one data directory has one venue.");
        }
        RandomAccess.SetLength(handle, 0);
        RandomAccess.Write(handle, Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)), 0);
        return handle;
    }

    private static string ReadHolder(SafeFileHandle handle)
    {
        Span<byte> text = stackalloc byte[20];
        int read = RandomAccess.Read(handle, text, 0);
        return read == 0 ? "(unnamed)" : Encoding.ASCII.GetString(text[..read]);
    }

    private string PathOf(string name)
    {
        Invariant.That(name.Length > 0 && name == Path.GetFileName(name), "a storage name is a plain file name");
        return Path.Combine(_folder, name);
    }
}
