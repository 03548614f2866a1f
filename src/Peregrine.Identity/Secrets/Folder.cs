using System.Runtime.InteropServices;

namespace Peregrine.Identity.Secrets;

/// <summary>Makes names in a folder durable: .NET has no call for it, and a file whose name a power cut takes away is gone.</summary>
internal static partial class Folder
{
    // O_CLOEXEC on every processor; O_DIRECTORY, which is another number on Arm, would only repeat what the caller knows.
    private const int ReadOnly = 0x8_0000;

    public static void Sync(string path)
    {
        if (!OperatingSystem.IsLinux()) return;
        int handle = Open(path, ReadOnly);
        if (handle < 0) throw Failed("opening", path);
        try
        {
            if (Flush(handle) != 0) throw Failed("flushing", path);
        }
        finally
        {
            Close(handle);
        }
    }

    private static IOException Failed(string what, string path) => new($"{what} the folder {path}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
