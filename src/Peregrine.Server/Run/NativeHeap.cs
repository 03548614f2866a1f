using System.Runtime.InteropServices;

namespace Peregrine.Server.Run;

/// <summary>The C library's heap, of which SQLite and the runtime take theirs.</summary>
/// <remarks>
/// glibc gives each thread an arena of its own, up to eight for each processor, and keeps what was freed in it: a venue would take more the longer it runs,
/// until each of its pool's threads has read history often enough (decision 049). Other C libraries keep little, and are left alone.
/// </remarks>
internal static class NativeHeap
{
    private static readonly Trim? Trimmer = Find();

    private delegate int Trim(nuint pad);

    /// <summary>Gives the system back what was freed. True when there was any.</summary>
    public static bool GiveBack() => Trimmer is not null && Trimmer(0) == 1;

    private static Trim? Find() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library) && NativeLibrary.TryGetExport(library, "malloc_trim", out nint function)
            ? Marshal.GetDelegateForFunctionPointer<Trim>(function)
            : null;
}
