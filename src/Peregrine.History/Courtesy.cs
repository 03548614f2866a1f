using System.Runtime.InteropServices;

namespace Peregrine.History;

/// <summary>A thread that lets others go first while the machine has not enough for all.</summary>
internal static partial class Courtesy
{
    private const int ThisThread = 0, Steps = 15;

    /// <summary>Of two threads that both want a core, this one then has a thirtieth of it: enough to go on. Where threads have no such thing it stays as it is.</summary>
    public static void Begin()
    {
        if (OperatingSystem.IsLinux()) _ = SetPriority(which: 0, ThisThread, Steps);
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
