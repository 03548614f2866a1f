using System.Runtime.InteropServices;
using Peregrine.Server.Run;

namespace Peregrine.Server.Tests;

public sealed class NativeHeapTests
{
    // Far from what a thread caches by itself, below what is mapped on its own.
    private const int Threads = 32, PieceBytes = 64 << 10;

    [Fact]
    public void Threads_that_allocate_share_what_they_allocate_from()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out _)) return;
        Assert.True(NativeHeap.ShareArenas());
        int before = Arenas();
        using var all = new Barrier(Threads + 1);
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            nint piece = Marshal.AllocHGlobal(PieceBytes);
            all.SignalAndWait();
            all.SignalAndWait();
            Marshal.FreeHGlobal(piece);
        })).ToList();
        threads.ForEach(static t => t.Start());
        all.SignalAndWait();
        int now = Arenas();
        all.SignalAndWait();
        threads.ForEach(static t => t.Join());
        Assert.True(now <= before + 2, $"{before} arenas became {now}");
    }

    // glibc maps an arena's heap at a multiple of 64 MiB, readable and writable for as long as it is used.
    private static int Arenas() => File.ReadLines("/proc/self/maps").Count(static line =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var range, "rw-p", _, _, "0"] && Convert.ToInt64(range.Split('-')[0], 16) % (64 << 20) == 0);
}
