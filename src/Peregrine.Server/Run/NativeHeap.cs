using System.Runtime.InteropServices;

namespace Peregrine.Server.Run;

/// <summary>The C library's heap, of which SQLite and the runtime take theirs.</summary>
internal static class NativeHeap
{
    private const int ArenasMostParameter = -8; // M_ARENA_MAX in malloc.h
    private const int ArenasMost = 2;

    private delegate int SetParameter(int parameter, int value);

    /// <summary>Has all threads share few arenas. False where the C library has none.</summary>
    /// <remarks>
    /// glibc gives each thread one of its own, up to eight for each processor, and an arena keeps what was freed in it: a venue would take more the longer
    /// it runs, until each of its pool's threads has read history once (decision 049).
    /// </remarks>
    public static bool ShareArenas()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out nint library)) return false;
        if (!NativeLibrary.TryGetExport(library, "mallopt", out nint function)) return false;
        return Marshal.GetDelegateForFunctionPointer<SetParameter>(function)(ArenasMostParameter, ArenasMost) == 1;
    }
}
