using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Peregrine.Core;

namespace Peregrine.Sequencer.Storage;

/// <summary>The calls that .NET has no name for. Interrupted ones are repeated; any other failure is the caller's end.</summary>
/// <remarks>None of them may suppress the GC transition: they wait for a disk, and a collection would wait with them.</remarks>
internal static partial class Posix
{
    /// <summary>ENOSPC.</summary>
    public const int NoSpace = 28;

    /// <summary>EINVAL.</summary>
    public const int NotSuited = 22;

    // A thread with it has 29 times the share of one without, and is let in as soon as it wakes.
    private const int Precedence = -15;
    private const int ResetForChildren = 0x4000_0000;        // SCHED_OTHER | SCHED_RESET_ON_FORK
    private const int Interrupted = 4;                       // EINTR
    private const int WouldBlock = 11;                       // EAGAIN
    private const int LockExclusiveNow = 2 | 4;              // LOCK_EX | LOCK_NB
    // O_CLOEXEC on every processor; O_DIRECTORY, which is another number on Arm, would only repeat what the caller knows.
    private const int ReadOnly = 0x8_0000;
    private const int WriteOnly = ReadOnly | 1;
    private const int ReadWriteCreate = ReadOnly | 2 | 0x40; // O_CLOEXEC | O_RDWR | O_CREAT
    private const int OwnerWrites = 0x1A4;                   // 0644
    private const int NoSuchCall = 38;                       // ENOSYS
    private const uint BeginWriting = 2;                     // SYNC_FILE_RANGE_WRITE
    private const uint WriteAndWait = 1 | BeginWriting | 4;  // SYNC_FILE_RANGE_WAIT_BEFORE | WRITE | WAIT_AFTER

    /// <summary>Contents on stable storage; the length never changes, so the file's record need not follow.</summary>
    public static void SyncData(SafeFileHandle file, string name)
    {
        while (DataSync(file) != 0) ThrowUnlessInterrupted("fdatasync", name);
    }

    public static void SyncAll(SafeFileHandle file, string name)
    {
        while (Sync(file) != 0) ThrowUnlessInterrupted("fsync", name);
    }

    /// <summary>The system begins to write what else it would keep until somebody flushes. It promises nothing, so nothing depends on its result.</summary>
    public static void StartWriting(SafeFileHandle file, long offset, long bytes) => _ = SyncRange(file, offset, bytes, BeginWriting);

    /// <summary>Written, though not yet durable, when this returns. It reports what failed, because no later flush of this file would.</summary>
    public static void WriteThrough(SafeFileHandle file, long offset, long bytes, string name)
    {
        while (SyncRange(file, offset, bytes, WriteAndWait) != 0)
        {
            // Where the call is unknown, the flush at the end does all of it.
            if (Marshal.GetLastPInvokeError() == NoSuchCall) return;
            ThrowUnlessInterrupted("sync_file_range", name);
        }
    }

    /// <summary>A name is durable when its directory is.</summary>
    public static void SyncDirectory(string path)
    {
        using SafeFileHandle directory = Open(path, ReadOnly);
        SyncAll(directory, path);
    }

    /// <summary>Opens the file without the lock that .NET would take of its own: who finds it held wants to read by whom.</summary>
    public static SafeFileHandle OpenUnlocked(string path) => Open(path, ReadWriteCreate);

    /// <summary>False when another process, or another part of this one, holds the file.</summary>
    public static bool TryLock(SafeFileHandle file, string name)
    {
        while (Lock(file, LockExclusiveNow) != 0)
        {
            if (Marshal.GetLastPInvokeError() == WouldBlock) return false;
            ThrowUnlessInterrupted("flock", name);
        }
        return true;
    }

    /// <summary>A second handle to a file, whose writes go past the page cache; null where that is not to be had.</summary>
    public static SafeFileHandle? TryOpenDirect(string path)
    {
        int direct = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 0x4000, Architecture.Arm64 => 0x1_0000, _ => 0 };
        int handle = direct == 0 ? -1 : Open(path, WriteOnly | direct, 0);
        return handle < 0 ? null : new SafeFileHandle(handle, ownsHandle: true);
    }

    /// <summary>The calling thread goes before the others where there are fewer cores than threads. False where the system does not allow it, and nothing depends on it.</summary>
    /// <remarks>A thread inherits from the one that starts it, and whoever has much to do makes the pool start threads: this one leaves its precedence to nobody.</remarks>
    public static bool TryGoFirst() => SetScheduler(0, ResetForChildren, 0) == 0 && SetPriority(0, 0, Precedence) == 0;

    private static SafeFileHandle Open(string path, int flags)
    {
        int handle;
        while ((handle = Open(path, flags, OwnerWrites)) < 0) ThrowUnlessInterrupted("open", path);
        return new SafeFileHandle(handle, ownsHandle: true);
    }

    private static void ThrowUnlessInterrupted(string call, string name)
    {
        int error = Marshal.GetLastPInvokeError();
        if (error == Interrupted) return;
        throw new StorageException($"{call} of {name} failed: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})") { IsFull = error == NoSpace };
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    private static partial int SyncRange(SafeFileHandle file, long offset, long bytes, uint flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeFileHandle file, int operation);

    // Process 0 is the thread that asks, in both.
    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int process, int policy, in int priority);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int kind, int process, int nice);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);
}
