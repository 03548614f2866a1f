using System.Runtime.InteropServices;

namespace Peregrine.Bench.Engine;

/// <summary>The control: reads that each wait for the one before, at random places of as much memory as the venue's records fill.</summary>
/// <remarks>
/// No engine touches for less a record that it has not touched lately. Where hardware counters cannot be read, as on most cloud machines, this
/// tells how much of a growth is the machine's: a cache miss, and with small pages a miss of the address table as well.
/// </remarks>
internal sealed unsafe class RandomReads : IDisposable
{
    private const int LineLongs = 8;
    private const int LargePage = 2 << 20;
    private const int AdviseLargePages = 14;

    private readonly long* _lines;
    private readonly int _count;
    private long _at;

    /// <summary>With large pages, if the system grants them, the address table is nearly out of it and what is left is the cache.</summary>
    public RandomReads(long bytes, bool largePages)
    {
        _count = (int)Math.Max(2, bytes / (LineLongs * sizeof(long)));
        nuint size = (nuint)_count * LineLongs * sizeof(long);
        _lines = (long*)NativeMemory.AlignedAlloc(size, LargePage);
        if (largePages && OperatingSystem.IsLinux()) _ = Advise(_lines, size, AdviseLargePages);
        // One cycle through all lines (Sattolo): no read comes back before all have been made.
        for (int i = 0; i < _count; i++) Next(i) = i;
        var draw = new Draw(1);
        for (int i = _count - 1; i > 0; i--)
        {
            int other = draw.Below(i);
            (Next(i), Next(other)) = (Next(other), Next(i));
        }
    }

    public void Run(int reads)
    {
        long at = _at;
        for (int i = 0; i < reads; i++) at = _lines[unchecked(at * LineLongs)];
        _at = at;
    }

    public void Dispose() => NativeMemory.AlignedFree(_lines);

    // A wish: an error leaves small pages, and the two rows of the table alike.
    [DllImport("libc", EntryPoint = "madvise"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(void* start, nuint length, int advice);

    private ref long Next(int line) => ref _lines[(long)line * LineLongs];
}
