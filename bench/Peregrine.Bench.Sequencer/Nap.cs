using System.Runtime.InteropServices;

namespace Peregrine.Bench.Sequencer;

/// <summary>Waits without taking a core from what is measured: whoever yields in a loop has two cores busy, and no wait of .NET is shorter than a millisecond.</summary>
internal static partial class Nap
{
    private const uint Microseconds = 20;

    /// <summary>About 70 µs with what the kernel adds of its own.</summary>
    public static void Shortly() => _ = Sleep(Microseconds);

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int Sleep(uint microseconds);
}
